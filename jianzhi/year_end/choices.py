"""Code sets of the year end (domain.md §3.14)."""

from django.db.models import TextChoices


class PeriodKind(TextChoices):
    """Which days a period has: the calendar's year, or the statistical year that ends with September."""

    CALENDAR_YEAR = "calendar_year", "自然年度"
    STATISTICAL_YEAR = "statistical_year", "统计年度"


class PeriodState(TextChoices):
    """Whether the figures of a period may still change."""

    OPEN = "open", "填报中"
    CLOSED = "closed", "已关账"


class ReturnState(TextChoices):
    """Where the return of a union for a period stands."""

    UNREPORTED = "unreported", "未报"
    REPORTED = "reported", "已报"
    RETURNED = "returned", "退回"
    APPROVED = "approved", "已审"


MISSING = (ReturnState.UNREPORTED, ReturnState.RETURNED)  # still to be handed in, or to be handed in again


class Origin(TextChoices):
    """Where a figure comes from."""

    COMPUTED = "computed", "计算"
    ENTERED = "entered", "填报"


class Closeness(TextChoices):
    """What the review's own wording says about a figure that is not exact."""

    EXACT = "", "确数"
    MORE = "more", "余"
    MANY = "many", "多"
    NEARLY = "nearly", "近"
    ABOUT = "about", "约"
