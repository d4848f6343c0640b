"""Carrying out a batch: exactly the rows that were meant, each for itself, with what came of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, QueryDict

from desk.registers import fields
from desk.registers.address import Address
from desk.registers.integrity import told
from desk.registers.listing import Listing
from desk.registers.models import Batch
from desk.registers.parts import BulkAction
from desk.registers.services import MOST_PICKED
from desk.registers.versions import Conflict, claim
from desk.vault.history import because

if TYPE_CHECKING:
    from desk.registers.register import Register

AT_ONCE = 100  # more are a job
FAILURES_KEPT = 500
Progress = Callable[[int], None]


def listing_of(register: "type[Register]", batch: Batch) -> Listing:
    """The list a batch was asked from, as its owner may see it now. Raises BadAddress."""
    return Listing(register, batch.owner, Address.parse(batch.query))


def rows_of(listing: Listing, picked: list[str]) -> QuerySet[Any]:
    """The rows with the keys `picked`, or without any, all rows of the list; in its order.

    Raises Http404 when a key is none of a visible row: nothing is done with part of what was asked for.
    """
    if not picked:
        return listing.rows()
    rows = listing.shown(listing.register.rows(listing.user))
    key = rows.model._meta.pk
    try:
        keys = {key.to_python(text) for text in picked}
    except ValidationError:
        raise Http404("所选的记录不存在。") from None
    found = listing.sorting.apply(rows.filter(pk__in=keys))
    if len(picked) > MOST_PICKED or found.count() != len(keys):
        raise Http404("所选的记录不存在，或不在您的管辖范围内。")
    return found


def run(
    register: "type[Register]",
    batch: Batch,
    action: BulkAction,
    *,
    progress: Progress = lambda done: None,
    on_done: Callable[[Any], object] = lambda pk: None,
) -> Batch:
    """Do `action` to every row of `batch`, as its owner; one that is refused leaves the others done.

    `on_done` gets the key of each row it was done to.

    Raises ValidationError when what was filled in does not hold any more, and PermissionDenied for an owner who has
    lost the right since.
    """
    if not batch.owner.has_perm(action.right):
        raise PermissionDenied(f"needs {action.right}")
    answers = _answers(action, batch)
    failures = []
    done = 0
    for at, obj in enumerate(list(rows_of(listing_of(register, batch), batch.picked)), start=1):
        reason = _act(action, batch, obj, answers)
        if reason:
            failures.append({"pk": str(obj.pk), "name": register.heading(obj), "reason": reason})
        else:
            done += 1
            on_done(obj.pk)
        progress(at)
    batch.done, batch.failed, batch.failures = done, len(failures), failures[:FAILURES_KEPT]
    batch.version += 1
    batch.save()
    return batch


def _act(action: BulkAction, batch: Batch, obj: Any, answers: dict[str, Any]) -> str:
    """Do it to one record; gives the reason why not, "" when it was done."""
    if not batch.owner.has_perm(action.right, action.at(obj)):
        return "您对这条记录没有这项权限。"
    try:
        with told(), because(answers.get("reason") or action.title):
            action.run(actor=batch.owner, obj=claim(obj), **answers)
    except ValidationError as error:
        return " ".join(error.messages)
    except Conflict:
        return "这条记录刚由他人修改过，请核对后再办。"
    except type(obj).DoesNotExist:
        return "这条记录已不存在。"
    return ""


def _answers(action: BulkAction, batch: Batch) -> dict[str, Any]:
    """What was filled in, judged again as its owner. Raises ValidationError."""
    if action.form is None:
        return {}
    data = QueryDict(mutable=True)
    for name, values in batch.answers.items():
        data.setlist(name, values)
    form = fields.bind(action.form, batch.owner, data=data)
    if not form.is_valid():
        raise ValidationError([text for texts in form.errors.values() for text in texts])
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned
