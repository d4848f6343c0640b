"""Whether the books of a period are still open."""

from django.core.exceptions import ValidationError

from jianzhi.year_end.models import ReportingPeriod


def demand_open(period: ReportingPeriod) -> None:
    """Locks the row of `period`, so that nobody closes it before this transaction ends. Raises ValidationError for a
    closed one. To be called in a transaction.
    """
    if ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk).is_closed:
        raise ValidationError(f"{period}已关账。要改，请先写明理由办理更正。")
