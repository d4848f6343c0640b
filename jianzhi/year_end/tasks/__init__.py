"""The long work of the year end. Importing this declares the kinds of jobs; desk.jobs does."""

from jianzhi.year_end.tasks import newcomers, papers, public, workbook

__all__ = ["newcomers", "papers", "public", "workbook"]
