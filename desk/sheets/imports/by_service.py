"""Writing rows by the register's own services, one by one: for registers of some thousand records with rules of their own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from desk.sheets.choices import Outcome
from desk.sheets.imports.cells import Progress
from desk.sheets.imports.plan import Plan
from desk.sheets.resource import Complaint, SheetResource, Values
from desk.sheets.stale import Stale
from desk.sheets.widgets import Lookup

EVERY = 50  # rows between two reports of progress
NO_RIGHT = "您没有办理这一行的权限。"
TAKEN = "与已有的资料冲突，请核对。"
STALE = "检查期间这条记录被他人修改，或被本文件的另一行改动。请重新上传，按最新资料核对。"


class ServiceWriter:
    """`create(actor=, **values)` and `change(actor=, obj=, version=, **changed)`: the services of the register.

    What they refuse is found in a rehearsal, row by row, and told in the preview.
    """

    def __init__(self, *, create: Callable[..., Any], change: Callable[..., Any]) -> None:
        self._create, self._change = create, change

    def rehearse(self, resource: SheetResource, plan: Plan) -> Iterable[tuple[int, Complaint]]:
        """What the services refuse. They are run, and all of it is taken back."""
        refused: list[tuple[int, Complaint]] = []
        with transaction.atomic():
            for i, act in self._acts(resource, plan):
                refused += [(i, complaint) for complaint in _attempt(resource, act)]
            transaction.set_rollback(True)
        return refused

    def write(self, resource: SheetResource, plan: Plan, progress: Progress) -> None:
        """Call the services. Raises what they raise; of a row that was changed meanwhile ValidationError, as for all
        that came in between."""
        total = len(plan.those(Outcome.CREATED)) + len(plan.those(Outcome.UPDATED))
        for done, (_, act) in enumerate(self._acts(resource, plan)):
            if done % EVERY == 0:
                progress(done, total, "正在写入")
            try:
                act()
            except Stale:
                raise ValidationError(STALE) from None

    def _acts(self, resource: SheetResource, plan: Plan) -> Iterator[tuple[int, Callable[[], object]]]:
        """What is to be done for each row, in the order of the file."""
        related = _related(resource, plan)
        rows = resource.model().objects.in_bulk([plan.stands[i].pk for i in plan.those(Outcome.UPDATED)])
        for i, outcome in enumerate(plan.outcomes):
            if outcome is Outcome.CREATED:
                values = _with_objects(plan.values(i), related)
                yield i, partial(self._create, actor=resource.actor, **values)
            elif outcome is Outcome.UPDATED:
                stand, changed = plan.stands[i], _with_objects(plan.changes[i], related)
                obj = rows[stand.pk]
                yield i, partial(self._change, actor=resource.actor, obj=obj, version=stand.version, **changed)


def _attempt(resource: SheetResource, act: Callable[[], object]) -> list[Complaint]:
    """What speaks against `act`, which is done when nothing does."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        columns = {column.attribute for column in resource.columns()}
        told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        return [
            (name if name in columns else resource.key(), message) for name, found in told.items() for message in found
        ]
    except PermissionDenied:
        return [(resource.key(), NO_RIGHT)]
    except IntegrityError:
        return [(resource.key(), TAKEN)]
    except Stale:
        return [(resource.key(), STALE)]
    return []


def _related(resource: SheetResource, plan: Plan) -> dict[str, dict[Any, Any]]:
    """The rows that lookups found, by column and key: services take objects."""
    keys: defaultdict[str, set[Any]] = defaultdict(set)
    lookups = {c.attribute for c in resource.columns() if isinstance(c.widget, Lookup)}
    for i in range(len(plan.numbers)):
        for name in lookups & plan.values(i).keys():
            keys[name].add(plan.values(i)[name])
    return {
        name: resource.model_field(name).related_model.objects.in_bulk(found)
        for name, found in keys.items()
        if resource.model_field(name) is not None
    }


def _with_objects(values: Values, related: dict[str, dict[Any, Any]]) -> Values:
    return {name: related[name][value] if name in related else value for name, value in values.items()}
