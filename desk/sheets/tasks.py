"""What the room does of itself, again and again."""

from datetime import timedelta

from desk.jobs.housekeeping import every
from desk.sheets.imports import cleaning


@every(timedelta(minutes=5))
def clean_up_after_imports() -> None:
    """No file of an import lies longer than an hour after somebody last touched it (promises.md B13)."""
    cleaning.clean()
