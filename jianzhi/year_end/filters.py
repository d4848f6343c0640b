"""What the returns and the entered figures can be narrowed by."""

from typing import Any

import django_filters as df

from desk.cases.filters import CaseFilters
from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.choices import ReturnState
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, StatisticalReturn
from jianzhi.year_end.services.figures import codes_of
from unions.filters import BranchFilter, YesNoFilter
from unions.models import UnionOrg


def _periods(request: Any) -> Any:
    return ReportingPeriod.objects.all()


def _unions(request: Any) -> Any:
    return UnionOrg.objects.visible_to(request.user) if request else UnionOrg.objects.none()


class ReturnFilters(CaseFilters):
    """Narrowing the returns."""

    period = df.ModelChoiceFilter(label="统计期", queryset=_periods, empty_label="全部")
    state = df.MultipleChoiceFilter(label="状态", choices=ReturnState)
    missing = YesNoFilter(label="未上报", method="filter_missing")
    branch = BranchFilter()
    receiver = df.ModelChoiceFilter(label="审核工会", queryset=_unions, empty_label="全部")

    class Meta:
        model = StatisticalReturn
        fields: tuple[str, ...] = ()

    def filter_missing(self, queryset: Any, name: str, value: bool | None) -> Any:
        """Those that were not handed in, or came back to be corrected; or those that were."""
        if value is None:
            return queryset
        return queryset.missing() if value else queryset.handed_in()


class EnteredFigureFilters(df.FilterSet):
    """Narrowing the entered figures."""

    period = df.ModelChoiceFilter(label="统计期", queryset=_periods, empty_label="全部")
    chapter = df.ChoiceFilter(
        label="章", choices=[(each.code, each.title) for each in CHAPTERS], method="filter_chapter"
    )
    code = df.CharFilter(label="指标代码", lookup_expr="iexact")
    branch = BranchFilter()
    is_doubtful = YesNoFilter(label="存疑")

    class Meta:
        model = EnteredFigure
        fields: tuple[str, ...] = ()

    def filter_chapter(self, queryset: Any, name: str, value: str) -> Any:
        """The figures of one chapter."""
        return queryset.filter(code__in=codes_of(value))
