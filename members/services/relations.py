"""What points to a member's file, of whatever app: found in the registry of models, so that nothing can be forgotten.

Every foreign key to Member moves with a merge, unless it is named here with the reason why it stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from members.models import DuplicateHint, Member, Merge

STAYS: dict[tuple[type[models.Model], str], str] = {
    (DuplicateHint, "one"): "a hint tells of two files as they were, and is decided by the merge",
    (DuplicateHint, "other"): "a hint tells of two files as they were, and is decided by the merge",
    (Merge, "kept"): "the record of an earlier merge tells what was done then",
    (Merge, "gone"): "the record of an earlier merge tells what was done then",
}


@dataclass(frozen=True)
class Relation:
    """A foreign key to Member: rows of `model` point to a file by `field`."""

    model: type[models.Model]
    field: str

    def rows(self, member: Member) -> models.QuerySet[Any]:
        """The rows that point to `member`."""
        return self.model._base_manager.filter(**{self.field: member.pk}).order_by("pk")

    @property
    def label(self) -> str:
        """The rows in a word, such as 会籍; for files themselves, what they are to the file."""
        if self.model is Member:
            return "此前并入的档案"
        return str(self.model._meta.verbose_name)

    @property
    def crossed_triggers(self) -> list[str]:
        """The triggers that hold the row in the union of the file, as django-pgtrigger names them.

        A merge is the one act that may set them aside: a membership stays at the union where the person was, while the
        file it belongs to is from now on kept by another.
        """
        names = {trigger.name for trigger in getattr(self.model._meta, "triggers", ())}
        return [f"{self.model._meta.label}:{name}" for name in sorted(names) if name == f"same_union_{self.field}"]


def moving() -> list[Relation]:
    """The relations whose rows a merge moves."""
    return [relation for relation in _all() if (relation.model, relation.field) not in STAYS]


def _all() -> Iterator[Relation]:
    """Every foreign key to Member but those of the histories, which tell what was and are never rewritten."""
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Member:
                yield Relation(model, field.name)
