"""How large a file may be and how much its reading may take (promises.md B1, B6)."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB

HEADING_ROWS = 50  # rows of titles, notes and heads that may stand above the rows that count


@dataclass(frozen=True)
class Limits:
    """The limits of one reading. Each can be raised in settings.SHEET_LIMITS, `{"rows": 500_000, …}`."""

    size: int = 40 * MIB  # of the file: 100,000 members in 25 columns take 15 as xlsx, 35 as CSV
    unpacked: int = 200 * MIB  # all parts of a workbook together
    ratio: int = 100  # unpacked to packed; an ordinary sheet has 9, a bomb 343
    entries: int = 2_000  # parts of a workbook
    rows: int = 100_000
    columns: int = 200
    memory: int = 512 * MIB  # address space beyond what the empty child process has (Linux only)
    seconds: int = 20

    @property
    def last_row(self) -> int:
        """The number of the last row that may hold something."""
        return self.rows + HEADING_ROWS


def configured() -> Limits:
    """The limits of this installation."""
    from django.conf import settings  # the child process has no Django

    return Limits(**getattr(settings, "SHEET_LIMITS", {}))
