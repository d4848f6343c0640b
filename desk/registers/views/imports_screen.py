"""An import as its pages draw it: where it stands, its counts, its columns, its tabs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.utils import timezone

from desk.registers.importing import sum_words
from desk.registers.parts import Tone
from desk.sheets.choices import ImportState, Outcome
from desk.sheets.models import ImportRun

TONES: dict[str, Tone] = {
    ImportState.UPLOADED: "amber",
    ImportState.CHECKING: "blue",
    ImportState.PREVIEWED: "amber",
    ImportState.APPLYING: "blue",
    ImportState.APPLIED: "green",
    ImportState.REFUSED: "red",
}
MOVING = (ImportState.CHECKING, ImportState.APPLYING)
# Errors first: they decide whether the file can be written at all.
TABS = (Outcome.REJECTED, Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SKIPPED)
PREFIX = "column-"
MADE_AT_ONCE = 10_000  # rows


@dataclass(frozen=True)
class Shown:
    """An import in the list of imports and on its own page."""

    run: ImportRun
    word: str
    tone: Tone
    sum: str
    counts: dict[str, str]
    undo_until: date | None


@dataclass(frozen=True)
class Asked:
    """A column that a workbook may have."""

    name: str
    label: str
    required: bool
    help: str
    example: str


@dataclass(frozen=True)
class Chosen:
    """A column that was found, and the field it is taken for; "" = left out."""

    index: int
    label: str
    samples: Sequence[str]
    field: str

    @property
    def name(self) -> str:
        """Of its select."""
        return f"{PREFIX}{self.index}"


@dataclass(frozen=True)
class Place:
    """Where in the file the columns are: the sheet counted from 0, the row of its head from 1; None is to be found."""

    sheet: int | None = None
    head_row: int | None = None

    @classmethod
    def asked(cls, answers: QueryDict) -> "Place":
        """What a person asked for."""
        return cls(number(answers.get("sheet", "")), number(answers.get("head_row", "")))


# --- where it stands --------------------------------------------------------------------------------------------------
def shown(run: ImportRun) -> Shown:
    """`run` in words."""
    is_undoing = run.state == ImportState.APPLIED and is_moving(run)
    word = "正在撤销" if is_undoing else str(ImportState(run.state).label)
    last_day = timezone.localtime(run.undo_until).date() if run.undo_until and may_undo(run) else None
    numbers = {**run.counts, "rows": run.rows, "writable": run.created + run.updated}
    counts = {name: f"{count:,}" for name, count in numbers.items()}
    return Shown(run, word, TONES.get(run.state, "neutral"), sum_words(run), counts, last_day)


def is_moving(run: ImportRun) -> bool:
    """Whether a job is at work on it, or was and came to grief."""
    return run.state in MOVING or (run.job is not None and run.job.is_unfinished)


def may_undo(run: ImportRun) -> bool:
    """Whether its days of grace are not over, and nobody is undoing it already."""
    in_time = run.undo_until is not None and run.undo_until > timezone.now()
    return run.state == ImportState.APPLIED and in_time and not is_moving(run)


def is_large(run: ImportRun) -> bool:
    """Whether to mark what is wrong in its file takes longer than a person waits for a page."""
    return run.rows > MADE_AT_ONCE


def steps(run: ImportRun) -> list[dict[str, str]]:
    """The way of a file, for templates/desk/parts/steps.html; none for one that was given up or undone."""
    labels = ("上传文件", "对应列", "检查", "核对预览", "写入")
    reached = {
        ImportState.UPLOADED: 1,
        ImportState.CHECKING: 2,
        ImportState.PREVIEWED: 3,
        ImportState.APPLYING: 4,
        ImportState.APPLIED: len(labels),
    }.get(ImportState(run.state), 0)
    if not reached:
        return []
    return [
        {"label": label, "state": "done" if place < reached else "now" if place == reached else "todo", "note": ""}
        for place, label in enumerate(labels)
    ]


# --- columns ----------------------------------------------------------------------------------------------------------
def columns(resource: Any) -> list[Asked]:
    """The columns of a workbook of `resource`, in order."""
    return [
        Asked(field.attribute, field.column_name, field.required, field.help, field.example)
        for field in resource.columns()
    ]


def mapping(resource: Any, look: Any, chosen: Mapping[int, str] | None) -> list[Chosen]:
    """The columns that were found; each taken for what the person chose, or for what it looks like."""
    return [
        Chosen(c.index, c.label, c.samples, c.guess if chosen is None else chosen.get(c.index, ""))
        for c in look.columns
    ]


def missing(resource: Any, choices: Iterable[Chosen]) -> list[str]:
    """The heads of the required columns that nothing was taken for."""
    taken = {choice.field for choice in choices}
    return [column.label for column in columns(resource) if column.required and column.name not in taken]


def chosen(posted: QueryDict) -> dict[int, str]:
    """Which field each column is, as it was posted; columns that are left out are not in it."""
    found = {}
    for name, value in posted.items():
        index = number(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
        if index is not None and value:
            found[index] = str(value)
    return found


# --- the preview ------------------------------------------------------------------------------------------------------
def outcome(run: ImportRun, text: str) -> Outcome:
    """The outcome whose rows are shown: the one asked for, else the first that has rows. Raises Http404."""
    if text:
        if text not in Outcome.values:
            raise Http404("没有这一类。")
        return Outcome(text)
    return next((o for o in TABS if getattr(run, o)), Outcome.REJECTED)


def tabs(run: ImportRun, url: str, only: Outcome) -> list[dict[str, Any]]:
    """A tab for each outcome."""
    return [
        {"label": o.label, "url": f"{url}?only={o.value}", "count": f"{getattr(run, o):,}", "active": o == only}
        for o in TABS
    ]


def pager(run: ImportRun, url: str, only: Outcome, rows: Sequence[Any], size: int, after: int) -> dict[str, str]:
    """The way to the rows that follow; `rows` holds one more than the page when there are any."""
    page = rows[:size]
    if not page:
        return {"next_url": "", "first_url": "", "pager_text": ""}
    return {
        "next_url": f"{url}?only={only.value}&after={page[-1].number}" if len(rows) > size else "",
        "first_url": f"{url}?only={only.value}" if after else "",
        "pager_text": f"文件第 {page[0].number:,}–{page[-1].number:,} 行中的 {len(page)} 行，"
        f"{only.label}共 {getattr(run, only):,} 行",
    }


# --- what is typed and said -------------------------------------------------------------------------------------------
def number(text: str) -> int | None:
    """A small whole number; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None


def words(refused: Exception) -> str:
    """What a refusal says."""
    return " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
