"""What every case is made of, and the calendar its deadlines are reckoned by."""

from desk.cases.models.calendar import SpecialDay
from desk.cases.models.entries import CaseEntry, CaseFile
from desk.cases.models.records import CASE_FIELDS, CaseRecord, kinds

__all__ = ["CASE_FIELDS", "CaseEntry", "CaseFile", "CaseRecord", "SpecialDay", "kinds"]
