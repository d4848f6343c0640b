"""并档: two files of one person become one, and can become two again.

All that points to the file that goes is moved to the one that is kept: every row of every model (relations.py), also
rows of unions the officer does not see, for the person may have moved on. Hence it runs in the scope of everything,
after the right was asked for at both files. Each row that is written is noted down as it was, with the event that its
history then ended with: an undo puts back exactly that, and refuses when a row holds something else by now.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pgtrigger
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.utils import timezone

from desk.registers.integrity import told
from desk.vault import history
from desk.vault.fields import EncryptedTextField
from desk.vault.scope import everything
from members.choices import HintState, MemberState
from members.models import DuplicateHint, Member, Membership, Merge
from members.services.relations import moving
from unions.access import demand
from unions.models import User

MERGE = "members.merge_member"
WHY = "合并会员档案"

# A row that a merge wrote: {"model", "pk", "before": {column: value}, "event": the last of its history}.
Written = dict[str, Any]


def effects(*, kept: Member, gone: Member) -> list[tuple[str, str]]:
    """What a merge would do, in words, so that it can be read before it is done. Only numbers: some of the rows may
    belong to unions that the reader does not see.
    """
    with everything(WHY):
        counts = [(relation.label, relation.rows(gone).count()) for relation in moving()]
        doubled = _overlapping(kept, gone).count()
    moved = [(label, f"{count} 条，移到保留的档案") for label, count in counts if count]
    if doubled:
        moved.append(("重复的会籍", f"其中 {doubled} 段与保留档案的会籍期间重叠，作废，不再计入统计"))
    return [
        *moved,
        ("并入的档案", "停用，不再出现在名册中；撤销合并时恢复"),
        ("保留的档案", "各项资料不变；需要补充的，合并后在会员档案中修改"),
    ]


@transaction.atomic
def merge(*, actor: User, kept: Member, gone: Member, reason: str) -> Merge:
    """Moves everything from `gone` to `kept`; `gone` then stands for nobody. Memberships of both that overlap do not
    count twice: that of `gone` becomes void.

    Raises PermissionDenied, and ValidationError when they are one file, one is merged already, or what belongs to both
    may not belong to one, such as two open transfers.
    """
    if kept.pk == gone.pk:
        raise ValidationError("这是同一份档案，不能合并。")
    kept, gone = _locked(actor, kept, gone)
    for member in (kept, gone):
        if member.state == MemberState.MERGED:
            raise ValidationError("其中一份档案已经并入别的档案，请先核对现状。")
    with everything(WHY), history.because(f"{WHY}：{reason}"), told():
        log = _Log()
        log.write(_overlapping(kept, gone), is_void=True)
        for relation in moving():
            with _across(relation.crossed_triggers):
                log.write(relation.rows(gone), **{f"{relation.field}_id": kept.pk})
        log.write(_hints(kept, gone), state=HintState.MERGED, decided_by_id=actor.pk, decided_on=timezone.localdate())
        log.write(_of(gone), state=MemberState.MERGED, merged_into_id=kept.pk, version=gone.version + 1)
        return Merge.objects.create(
            union_id=kept.union_id,
            kept=kept,
            gone=gone,
            gone_state=gone.state,
            moved=log.rows(),
            reason=reason,
            done_by=actor,
        )


@transaction.atomic
def undo_merge(*, actor: User, obj: Merge) -> Merge:
    """Puts everything back as it was before the merge, to the letter.

    Raises PermissionDenied, and ValidationError with a list when rows that the merge wrote were changed since.
    """
    with everything(WHY):
        merged = Merge.objects.select_for_update(of=("self",)).get(pk=obj.pk)
        kept, gone = merged.kept, merged.gone
    if merged.undone_at is not None:
        raise ValidationError("这次并档已经撤销。")
    kept, gone = _locked(actor, kept, gone)
    with everything(WHY), history.because(f"撤销{WHY}"), told():
        if found := obstacles(merged):
            raise ValidationError(["并档之后有记录改动过，不能撤销：", *found])
        _put_back(merged.moved)
        merged.undone_at, merged.undone_by = timezone.now(), actor
        merged.version += 1
        merged.save()
    return merged


def undo_of_pair(*, actor: User, obj: DuplicateHint) -> Merge:
    """Undoes the merge of the two files of a hint. Raises as `undo_merge` does."""
    pair = (obj.one_id, obj.other_id)
    with everything(WHY):
        merged = Merge.objects.filter(kept__in=pair, gone__in=pair, undone_at=None).first()
    if merged is None:
        raise ValidationError("这两份档案不是互相合并的（其中一份并入了别的档案），请在那一对的页面撤销。")
    return undo_merge(actor=actor, obj=merged)


def obstacles(merged: Merge) -> list[str]:
    """Why the merge cannot be undone: which of the rows it wrote have been changed or deleted since; in the scope of
    everything.
    """
    found = []
    for written in merged.moved:
        model = apps.get_model(written["model"])
        label = model._meta.verbose_name
        if not model._base_manager.filter(pk=written["pk"]).exists():
            found.append(f"{label}：记录已删除")
        elif not _is_untouched(model, written["pk"], written["event"]):
            found.append(f"{label}：并档后又有改动")
    return found


class _Log:
    """Writes rows, and notes how each was before it was written for the first time."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, str], dict[str, Any]] = {}

    def write(self, rows: models.QuerySet[Any], **values: Any) -> None:
        """Write `values`, by column, into `rows`, which are locked and told from others by what they hold now."""
        keys = []
        for row in rows.select_for_update(of=("self",)).values("pk", *values):
            key = row.pop("pk")
            keys.append(key)
            before = self._before.setdefault((rows.model._meta.label_lower, str(key)), {})
            for name, value in row.items():
                before.setdefault(name, _plain(value))
        if keys:
            rows.model._base_manager.filter(pk__in=keys).update(**values)

    def rows(self) -> list[Written]:
        """What was written, with the event that the history of each row ends with."""
        return [
            {"model": label, "pk": pk, "before": before, "event": _last_event(apps.get_model(label), pk)}
            for (label, pk), before in self._before.items()
        ]


def _put_back(moved: list[Written]) -> None:
    """Backwards: the file that went stands again before rows point to it, and only then may they count again."""
    relations = {(relation.model, f"{relation.field}_id"): relation for relation in moving()}
    for written in reversed(moved):
        model = apps.get_model(written["model"])
        crossed = [
            uri
            for column in written["before"]
            if (relation := relations.get((model, column)))
            for uri in relation.crossed_triggers
        ]
        with _across(crossed):
            model._base_manager.filter(pk=written["pk"]).update(**written["before"])


@contextmanager
def _across(triggers: list[str]) -> Iterator[None]:
    """Within the block, these triggers do not hold a row in the union of the file it points to."""
    if not triggers:
        yield
        return
    # The savepoint within: when a row is refused, the triggers must still be put into force again.
    with pgtrigger.ignore(*triggers, databases=[DEFAULT_DB_ALIAS]), transaction.atomic():
        yield


def _locked(actor: User, kept: Member, gone: Member) -> tuple[Member, Member]:
    """The files as they are now, locked in one order for everybody; whoever asks holds the right at each."""
    found = {
        member.pk: member
        for member in Member.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    }
    for member in (kept, gone):
        if member.pk not in found:
            raise ValidationError("其中一份档案不在您的管理范围内，请由上级工会合并。")
        demand(actor, MERGE, found[member.pk])
    return found[kept.pk], found[gone.pk]


def _overlapping(kept: Member, gone: Member) -> models.QuerySet[Membership]:
    """Memberships of `gone` that count, on days on which `kept` has one that counts."""
    valid = Membership.objects.valid()
    twins = valid.filter(member=kept, held__overlap=models.OuterRef("held"))
    return cast("models.QuerySet[Membership]", valid.filter(models.Exists(twins), member=gone).order_by("pk"))


def _hints(kept: Member, gone: Member) -> models.QuerySet[DuplicateHint]:
    """The pair on the review list, and other open pairs of the file that goes: it stands for nobody any more."""
    pair = models.Q(one__in=(kept, gone), other__in=(kept, gone))
    of_gone = models.Q(one=gone) | models.Q(other=gone)
    return cast(
        "models.QuerySet[DuplicateHint]",
        DuplicateHint.objects.filter(pair | of_gone & models.Q(state=HintState.OPEN)).order_by("pk"),
    )


def _of(member: Member) -> models.QuerySet[Member]:
    return cast("models.QuerySet[Member]", Member.objects.filter(pk=member.pk))


def _last_event(model: type[models.Model], pk: Any) -> int:
    """The number of the last event in the history of a row. Every model that moves keeps one (tests)."""
    return int(_events(model).filter(pgh_obj=pk).aggregate(last=models.Max("pgh_id"))["last"])


def _is_untouched(model: type[models.Model], pk: Any, event: int) -> bool:
    """Whether the row holds what it held at `event`: a later merge that was undone has left it as it was. Sealed values
    are left out, because a new key writes them anew.
    """
    events = _events(model)
    columns = [
        field.attname
        for field in events.model._meta.concrete_fields
        if not field.name.startswith("pgh_") and not isinstance(field, EncryptedTextField)
    ]
    numbers = {event, _last_event(model, pk)}
    return len(set(events.filter(pgh_id__in=numbers).order_by().values_list(*columns))) == 1


def _events(model: type[models.Model]) -> models.QuerySet[Any]:
    history_of: Any = model._meta.get_field("history").related_model
    found: models.QuerySet[Any] = history_of._default_manager.all()
    return found


def _plain(value: Any) -> Any:
    """`value` as JSON holds it; numbers, texts, booleans and None stay what they are."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)
