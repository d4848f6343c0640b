"""A page with a row for each figure of a chapter, saved as a whole: what entering figures and setting targets share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, QueryDict

from jianzhi.year_end.chapters import CHAPTERS, Chapter
from jianzhi.year_end.report import Line, printed
from jianzhi.year_end.services.rows import NotSaved, Typed

NOT_SAVED = "没有保存：下面标出的行需要核对。您填写的内容都还在。"


@dataclass
class Row:
    """A figure on the page: as it is read, and, when it may be filled in, its form.

    `theirs`: what somebody else saved meanwhile; `is_gone`: somebody else took it back.
    """

    line: Line
    form: forms.Form | None = None
    theirs: Any = None
    is_gone: bool = False

    @property
    def their_value(self) -> str:
        """What somebody else saved, as it is printed."""
        return printed(self.theirs.value, self.line.definition.decimals) if self.theirs else ""


def chapter_asked(request: HttpRequest) -> Chapter:
    """The chapter in `?chapter=`, the first without it. Raises Http404."""
    asked = request.GET.get("chapter", CHAPTERS[0].code)
    found = next((chapter for chapter in CHAPTERS if chapter.code == asked), None)
    if found is None:
        raise Http404("没有这一章。")
    return found


def are_valid(rows: Sequence[Row]) -> bool:
    """Whether all forms are; each of them is looked at, for each shows its own errors."""
    return all([row.form.is_valid() for row in rows if row.form is not None])  # noqa: C419


def typed(rows: Sequence[Row]) -> list[Typed]:
    """What the valid forms hold."""
    found = []
    for row in rows:
        if row.form is not None:
            values = dict(row.form.cleaned_data)
            found.append(Typed(row.line.code, values.pop("version"), values))
    return found


def on_new_versions(data: QueryDict, refused: NotSaved) -> QueryDict:
    """What was typed, on the versions that somebody else has saved."""
    again = data.copy()
    for code, theirs in refused.conflicts.items():
        again[f"{code}-version"] = str(theirs.version) if theirs else ""
    return again


def tell(rows: Sequence[Row], refused: NotSaved) -> None:
    """Says at each row what speaks against it."""
    for row in rows:
        if row.form is None:
            continue
        row.theirs = refused.conflicts.get(row.line.code)
        row.is_gone = row.line.code in refused.conflicts and row.theirs is None
        for message in refused.errors.get(row.line.code, ()):
            row.form.add_error("value", message)
