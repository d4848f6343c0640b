"""填报数据: the register of entered figures, and the page on which they are handed in as a sheet."""

from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from desk.registers.parts import Section
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.filters import EnteredFigureFilters
from jianzhi.year_end.forms.returns import FigureForm, NewFigureForm
from jianzhi.year_end.models import EnteredFigure
from jianzhi.year_end.resources import EnteredFigureResource
from jianzhi.year_end.services import figures
from jianzhi.year_end.tables import EnteredFigureTable
from unions.registers.branch import BranchRegister


def _by_code(attribute: str) -> Case:
    """What the catalogue says about the figure of a row."""
    known = (When(code=each.code, then=Value(getattr(each, attribute))) for each in indicators(figures.LATEST))
    return Case(*known, default=Value(""), output_field=CharField())


class EnteredFigureRegister(BranchRegister):
    """填报数据."""

    model = EnteredFigure
    slug, icon = "entered", "edit"
    table = EnteredFigureTable
    default_columns = ("code", "indicator", "union", "year", "value", "unit", "source", "basis")
    sortings = {"code": "code"}
    default_sorting = "code"
    filters = EnteredFigureFilters
    facets = ("chapter", "is_doubtful")
    related = ("period", "union")
    form, create_form = FigureForm, NewFigureForm
    create, change = staticmethod(figures.enter), staticmethod(figures.change_figure)
    resource = EnteredFigureResource
    sections = (
        Section("指标", "code period union"),
        Section("数值", "value closeness wording is_doubtful"),
        Section("依据", "source basis note attachment"),
    )

    @classmethod
    def rows(cls, user: Any) -> QuerySet[Any]:
        return super().rows(user).annotate(indicator=_by_code("name"), unit=_by_code("unit"))

    @classmethod
    def heading(cls, obj: EnteredFigure) -> str:
        found = next((each for each in indicators(figures.LATEST) if each.code == obj.code), None)
        return f"{obj.code} {found.name}" if found else obj.code

    @classmethod
    def subtitle(cls, obj: EnteredFigure) -> str:
        return f"{obj.union.name} · {obj.period}"
