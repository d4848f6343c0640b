"""The facts of the year end: periods, what was reported, what was entered, and what was sealed."""

from jianzhi.year_end.models.editions import Edition, PublicReport, Signature
from jianzhi.year_end.models.figures import ChapterText, EnteredFigure, Target
from jianzhi.year_end.models.periods import ReportingPeriod
from jianzhi.year_end.models.photos import ChapterPhoto
from jianzhi.year_end.models.returns import ReturnEntry, ReturnFile, StatisticalReturn

__all__ = [
    "ChapterPhoto",
    "ChapterText",
    "Edition",
    "EnteredFigure",
    "PublicReport",
    "ReportingPeriod",
    "ReturnEntry",
    "ReturnFile",
    "Signature",
    "StatisticalReturn",
    "Target",
]
