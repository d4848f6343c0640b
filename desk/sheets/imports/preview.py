"""What the preview shows of a plan: row by row, with what changes and what is wrong."""

from dataclasses import dataclass, field

from desk.sheets.choices import Outcome
from desk.sheets.imports import files
from desk.sheets.imports.cells import Problem
from desk.sheets.imports.draft import Block, blocks
from desk.sheets.models import ImportRun
from desk.sheets.resource import SheetField, SheetResource
from desk.vault import masks


@dataclass(frozen=True)
class Change:
    """A value before and after, as text, masked where the model's `privacy` says so. "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PreviewRow:
    """A row of the file: its number there, what becomes of it, and why."""

    number: int
    outcome: Outcome
    title: str
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def preview(
    *, run: ImportRun, resource: type[SheetResource], only: Outcome | None = None, after: int = 0, size: int = 50
) -> list[PreviewRow]:
    """Up to `size` rows of the plan that follow row `after` of the file; `only` those with one outcome."""
    view = _View(run, resource)
    rows: list[PreviewRow] = []
    if not run.plan:
        return rows
    for first_row, block in blocks(view.declared, files.lines(run, "plan"), only=only, after=after):
        for offset, outcome in enumerate(block.outcomes):
            number = first_row + offset
            if number > after and (only is None or outcome is only):
                rows.append(view.row(block, offset, number))
                if len(rows) == size:
                    return rows
    return rows


def problems(run: ImportRun, resource: type[SheetResource]) -> list[Problem]:
    """All that is wrong with the rows, in their order."""
    view = _View(run, resource)
    if not run.plan:
        return []
    found = blocks(view.declared, files.lines(run, "plan"), only=Outcome.REJECTED)
    return [
        problem
        for first_row, block in found
        for place in sorted(block.problems)
        for problem in view.problems(block, place, first_row + place - block.first)
    ]


class _View:
    """The words of one resource for the rows of one run."""

    def __init__(self, run: ImportRun, resource: type[SheetResource]) -> None:
        self.declared = resource()
        self._columns: dict[str, SheetField] = {column.attribute: column for column in resource.columns()}
        self._places = {attribute: index for index, attribute in run.columns().items()}
        self._privacy = getattr(resource.model(), "privacy", None)

    def row(self, block: Block, offset: int, number: int) -> PreviewRow:
        place = block.first + offset
        outcome = block.outcomes[offset]
        values = {name: cells[offset] for name, cells in block.cells.items() if cells[offset] is not None}
        changes = []
        if outcome is Outcome.CREATED:
            changes = [self._change(name, "", text) for name, text in self._new(block, offset)]
        elif outcome is Outcome.UPDATED:
            changes = [self._change(*change) for change in block.changes.get(place, ())]
        title = self.declared.heading(values) if outcome is not Outcome.SKIPPED else ""
        if title and title == values.get(self.declared.key()):
            title = self._masked(self.declared.key(), title)
        return PreviewRow(number, outcome, title, changes, self.problems(block, place, number))

    def problems(self, block: Block, place: int, number: int) -> list[Problem]:
        found = [
            Problem(number, self._places.get(name), name, self._columns[name].column_name, message)
            for name, message in block.problems.get(place, ())
        ]
        return sorted(found, key=lambda problem: -1 if problem.column is None else problem.column)

    def _new(self, block: Block, offset: int) -> list[tuple[str, str]]:
        """What a new row will hold, in the order of the columns."""
        texts = {}
        for name, column in self._columns.items():
            value = block.cells[name][offset] if name in block.cells else None
            derived = block.derived[name][offset] if name in block.derived else None
            if value is not None or derived:
                texts[name] = derived or column.widget.render(value)
        return list(texts.items())

    def _change(self, name: str, before: str, after: str) -> Change:
        old, new = self._masked(name, before), self._masked(name, after)
        if old == new:
            new += "（已改，所改部分不显示）"
        return Change(self._columns[name].column_name, old, new)

    def _masked(self, name: str, text: str) -> str:
        mask = self._privacy.mask(name) if self._privacy else None
        return masks.mask(mask, text) if mask and text else text
