"""The register of the trial cases."""

from typing import ClassVar

import django_tables2 as tables

from desk.cases import offers
from desk.cases.filters import CaseFilters
from desk.cases.register import FILES, TIMELINE, CaseRegister
from desk.registers import tasks
from desk.registers.parts import Section, Tone
from desk.registers.register import _declared
from tests.desk.cases.trial import PROCEDURE, State, Trial
from unions.registers.branch import BranchRegister


class TrialTable(tables.Table):
    class Meta:
        model = Trial
        fields = ("title", "state", "due_on", "state_since")


class TrialFilters(CaseFilters):
    class Meta:
        model = Trial
        fields = ("state",)


class TrialRegister(CaseRegister, BranchRegister):
    """试用办件."""

    model = Trial
    slug = "trials"
    no_import = "its tests are about everything else"
    table = TrialTable
    default_columns = ("title", "state", "due_on")
    sortings: ClassVar[dict[str, str]] = {"state_since": "state_since"}
    default_sorting = "state_since"
    filters = TrialFilters
    facets = ("waits_for_me", "unread", "lamp")
    sections = (Section("基本情况", "title union handler state due_on"),)
    panels = (TIMELINE, FILES)
    tones: ClassVar[dict[str, Tone]] = {State.NEW: "amber", State.CLOSED: "green", State.REFUSED: "red"}
    actions = (*offers.actions(PROCEDURE), *offers.talking(PROCEDURE))
    bulk = offers.bulk(PROCEDURE, "screen", "assign", "refuse")


tasks.declare(TrialRegister)
del _declared[
    TrialRegister.slug
]  # its table is there for the tests of this folder alone; conftest.py declares it to them
