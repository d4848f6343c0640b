"""The case itself."""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils import timezone

from desk.cases.procedure import Procedure
from desk.registers.record import RECORD_FIELDS, Record


class CaseRecord(Record):
    """A row that follows a Procedure.

    The model that inherits it declares `procedure`, a field `state` with the procedure's states, `entries` and, if it
    takes any, `files` (the related names of its CaseEntry and CaseFile), and the triggers of desk.cases.triggers.
    """

    procedure: ClassVar[Procedure]
    state: Any  # a CharField of the model, with the states of its procedure
    entries: Any
    files: Any

    state_since = models.DateTimeField("进入现状态的时间", default=timezone.now, editable=False)
    due_on = models.DateField("办理期限", null=True, blank=True, editable=False)
    is_unread = models.BooleanField("新到未读", default=True, editable=False)
    # What this case was merged into, or what took its place.
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        editable=False,
        verbose_name="后续办件",
    )

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether a move leads on from here."""
        return bool(self.procedure.from_state(self.state))

    def told(self, entry: Any) -> None:
        """`entry`, which the person outside may read, was added: tell them, where they left an address.

        Override it; in the same transaction, through desk.notices.
        """


CASE_FIELDS = f"{RECORD_FIELDS} state state_since due_on is_unread successor"


def kinds() -> list[type[CaseRecord]]:
    """The models of all cases there are."""
    return [model for model in apps.get_models() if issubclass(model, CaseRecord)]
