"""The year end as a workbook: drawn from a Report, with a cover, a sheet for each chapter, the matrix, the unions, the
checks and the definitions; and the same figures as CSV."""

from jianzhi.year_end.workbook.cover import Cover
from jianzhi.year_end.workbook.lists import Check
from jianzhi.year_end.workbook.table import figures_table
from jianzhi.year_end.workbook.writing import write_workbook

__all__ = ["Check", "Cover", "figures_table", "write_workbook"]
