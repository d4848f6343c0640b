"""What the year end does of itself, again and again."""

from datetime import timedelta

from desk.jobs.housekeeping import every
from jianzhi.year_end.services import periods


@every(timedelta(days=1))
def enrol_newcomers() -> int:
    """Unions that came after a period was opened have to report for it too. Gives how many returns were added."""
    return periods.enrol_newcomers()
