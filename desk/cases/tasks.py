"""What the room does of itself, again and again."""

from datetime import timedelta

from desk.cases import arrivals, files, holidays
from desk.cases.public import visitors
from desk.jobs.housekeeping import every


@every(timedelta(days=1))
def add_published_years() -> int:
    """A newer package knows the holidays of another year. Gives how many days were added."""
    return holidays.fill(holidays.published())


@every(timedelta(hours=6))
def forget_visitors() -> None:
    """Leaves nothing behind by which the visitors of yesterday could be told apart (promises.md H7)."""
    visitors.forget()


@every(timedelta(hours=1))
def sweep_attachments() -> int:
    """Remove files that belong to no attachment. Gives their number."""
    return files.sweep()


@every(timedelta(days=1))
def tell_of_arrivals() -> int:
    """One notice for each person for whom something new waits. Gives how many people were told."""
    return arrivals.tell()
