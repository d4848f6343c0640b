"""The columns of the returns and of the entered figures."""

from decimal import Decimal

import django_tables2 as tables

from jianzhi.year_end.models import EnteredFigure, StatisticalReturn


class ReturnTable(tables.Table):
    """Columns of the returns."""

    year = tables.Column(accessor="period__year", verbose_name="年度")
    kind = tables.Column(accessor="period__kind", verbose_name="统计期")

    class Meta:
        model = StatisticalReturn
        fields = (
            "union_name",
            "year",
            "kind",
            "receiver_name",
            "state",
            "due_on",
            "state_since",
            "responsible",
            "preparer",
            "is_unread",
        )


class EnteredFigureTable(tables.Table):
    """Columns of the entered figures."""

    year = tables.Column(accessor="period__year", verbose_name="年度")
    kind = tables.Column(accessor="period__kind", verbose_name="统计期")
    union = tables.Column(accessor="union__name", verbose_name="填报工会")
    indicator = tables.Column(verbose_name="指标")
    unit = tables.Column(verbose_name="单位")

    class Meta:
        model = EnteredFigure
        fields = (
            "code",
            "indicator",
            "union",
            "year",
            "kind",
            "value",
            "closeness",
            "unit",
            "source",
            "basis",
            "wording",
            "is_doubtful",
            "note",
            "updated_at",
        )

    def render_value(self, value: Decimal, record: EnteredFigure) -> str:
        """As the review says it: 16000余, 94.86."""
        return f"{value.normalize():f}{record.get_closeness_display() if record.closeness else ''}"
