"""Pages of the second floor that are no register: papers of one record, the search for duplicates, the public pages."""

from members.views.duplicates import look_for_duplicates
from members.views.joining import choose_union, join, status
from members.views.papers import CardPaper, LetterPaper

__all__ = ["CardPaper", "LetterPaper", "choose_union", "join", "look_for_duplicates", "status"]
