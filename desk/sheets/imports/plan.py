"""What an import would do, row by row: made for the preview, and made again under lock before anything is written.

Everything is asked of the database for all rows at once. The digest stands for the planned changes and for the versions
of the rows they change: two plans with the same digest write the same (promises.md B7).
"""

import hashlib
import marshal
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desk.sheets.choices import Outcome
from desk.sheets.imports.cells import Cells, Progress
from desk.sheets.imports.existing import Existing, ExistingWithin, Stand
from desk.sheets.resource import Complaint, SheetResource, Values
from desk.sheets.widgets import Lookup
from desk.vault.keys import keyring

DIGESTED = 5_000  # rows at a time
_DAYS, _PLAIN = {date, type(None)}, {str, int, bool, type(None)}
_BY_VALUE = 2  # the format of marshal in which equal values are equal bytes: later ones tell who shares an object
Record = tuple[Any, ...]  # the values of a row, in the order of Plan.attributes; None for blank


@dataclass
class Plan:
    """Rows count from 0; `numbers` are those in the file. `stands`: the existing row, for rows that have one.
    `changes`: attribute → new value, for the rows that are updated."""

    numbers: Sequence[int]
    attributes: list[str] = field(default_factory=list)
    records: list[Record | None] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    stands: dict[int, Stand] = field(default_factory=dict)
    changes: dict[int, Values] = field(default_factory=dict)
    problems: dict[int, list[Complaint]] = field(default_factory=dict)
    digest: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each outcome."""
        found = Counter(self.outcomes)
        return {outcome.value: found[outcome] for outcome in Outcome}

    def those(self, outcome: Outcome) -> list[int]:
        """The rows with this outcome."""
        return [i for i, each in enumerate(self.outcomes) if each is outcome]

    def values(self, i: int) -> Values:
        """The values of a row by attribute, without what is blank."""
        record = self.records[i] or ()
        return {name: value for name, value in zip(self.attributes, record, strict=False) if value is not None}

    def reject(self, i: int, complaint: Complaint) -> None:
        """Row `i` is wrong after all. The digest has to be made anew."""
        self.problems.setdefault(i, []).append(complaint)
        self.changes.pop(i, None)
        self.outcomes[i] = Outcome.REJECTED


def make(resource: SheetResource, cells: Cells, *, progress: Progress, lock: bool = False) -> Plan:
    """The plan for `cells`. `lock`: the existing rows are locked to the end of the transaction."""
    plan = Plan(cells.numbers)
    total = len(cells.numbers)
    progress(0, total, "正在核对各行")
    _complete(resource, cells, plan)
    progress(total // 3, total, "正在与已有资料比对")
    keys = _keys(resource, cells, plan)
    existing = (ExistingWithin if resource.key_within() else Existing)(resource, plan.attributes)
    existing.find({key for key in keys if key is not None}, lock=lock)
    progress(total * 2 // 3, total, "正在判定各行")
    for i, key in enumerate(keys):
        plan.outcomes.append(_outcome(resource, cells, plan, existing, i, key))
    plan.problems = {i: found for i, found in plan.problems.items() if found}
    progress(total, total, "检查完毕")
    return plan


def seal(plan: Plan) -> None:
    """Set the digest of the plan as it stands. It is keyed: the digest of a single row could be guessed (trap 30)."""
    digest = hashlib.sha256(repr((plan.numbers, plan.attributes, list(map(str, plan.outcomes)))).encode())
    created = plan.those(Outcome.CREATED)
    for start in range(0, len(created), DIGESTED):
        for column in zip(*(plan.records[i] or () for i in created[start : start + DIGESTED]), strict=True):
            digest.update(_packed(column))
    for i in plan.those(Outcome.UPDATED):
        stand = plan.stands[i]
        digest.update(repr((str(stand.pk), stand.version, sorted(plan.changes[i].items()))).encode())
    plan.digest = keyring().digest(digest.hexdigest(), "sheets_importrun.digest").hex()


def _packed(column: tuple[Any, ...]) -> bytes:
    """The values as bytes, others for other values. `repr` would do for all of them, ten times slower."""
    kinds = set(map(type, column))
    if kinds <= _DAYS:
        return b"d" + marshal.dumps([day and day.toordinal() for day in column], _BY_VALUE)
    if kinds <= _PLAIN:
        return b"p" + marshal.dumps(column, _BY_VALUE)
    return repr(column).encode()


# --- one row by itself ------------------------------------------------------------------------------------------------
def _complete(resource: SheetResource, cells: Cells, plan: Plan) -> None:
    """Look up what the cells mean, let the resource fill in and judge each row."""
    resource.begin()
    free, bound = _lookups(resource, cells)
    plan.attributes = [column.attribute for column in resource.columns()]
    problems: defaultdict[int, list[Complaint]] = defaultdict(list, {i: list(f) for i, f in cells.faults.items()})
    for i, values in enumerate(_rows(cells)):
        if i in cells.blank:
            plan.records.append(None)
            continue
        _resolve(free, values, problems, i)
        resource.complete(values)
        _resolve(bound, values, problems, i)
        for complaint in resource.judge(values):
            if complaint[0] not in {name for name, _ in problems[i]}:  # one sentence about a cell is enough
                problems[i].append(complaint)
        plan.records.append(tuple(map(values.get, plan.attributes)))
    plan.problems = problems


def _rows(cells: Cells) -> Iterator[Values]:
    names = list(cells.columns)
    for record in zip(*cells.columns.values(), strict=True):
        yield {name: value for name, value in zip(names, record, strict=True) if value is not None}


def _lookups(resource: SheetResource, cells: Cells) -> tuple[dict[str, Lookup], dict[str, Lookup]]:
    """The lookups among the columns, prepared for all their texts: those by themselves, those within another column."""
    free: dict[str, Lookup] = {}
    bound: dict[str, Lookup] = {}
    for column in resource.columns():
        if isinstance(column.widget, Lookup) and column.attribute in cells.columns:
            column.widget.prepare(set(cells.columns[column.attribute]) - {None}, resource.actor)
            (bound if column.widget.within else free)[column.attribute] = column.widget
    return free, bound


def _resolve(lookups: dict[str, Lookup], values: Values, problems: defaultdict[int, list[Complaint]], i: int) -> None:
    for name, widget in lookups.items():
        if name not in values:
            continue
        text = values.pop(name)
        if widget.within and widget.within not in values:
            continue  # what is wrong with that column is told there
        try:
            values[name] = widget.resolve(text, values.get(widget.within))
        except ValueError as error:
            problems[i].append((name, str(error)))


# --- the rows among each other, and against what exists ---------------------------------------------------------------
def _keys(resource: SheetResource, cells: Cells, plan: Plan) -> list[Any]:
    """The key of each row as it is asked for; None where there is none. The second row with a key is a problem."""
    place = plan.attributes.index(resource.key())
    within = [plan.attributes.index(name) for name in resource.key_within()]
    first_seen: dict[Any, int] = {}
    keys: list[Any] = []
    label = next(column.column_name for column in resource.columns() if column.attribute == resource.key())
    for i, record in enumerate(plan.records):
        key = record[place] if record is not None else None
        if within and key is not None and record is not None:
            outer = [record[column] for column in within]
            key = (*outer, key) if None not in outer else None
        keys.append(key)
        if key is not None and first_seen.setdefault(key, i) != i:
            earlier = plan.numbers[first_seen[key]]
            plan.problems.setdefault(i, []).append((resource.key(), f"与第 {earlier} 行的{label}重复，请只保留一行。"))
    return keys


def _outcome(resource: SheetResource, cells: Cells, plan: Plan, existing: Existing, i: int, key: Any) -> Outcome:
    if i in cells.blank:
        return Outcome.SKIPPED
    complaints: Iterable[Complaint] = ()
    outcome = Outcome.CREATED
    if stand := existing.stand(key):
        plan.stands[i] = stand
        changed = stand.changes(plan.records[i] or ())
        # Of a row that is out of the question nothing more is told.
        complaints = list(resource.judge_change(stand.values(), plan.values(i))) or [
            (name, f"{existing.label(name)}与已有资料不一致，导入不能更改这一项。")
            for name in sorted(existing.fixed & changed.keys())
        ]
        plan.changes[i] = changed
        outcome = Outcome.UPDATED if changed else Outcome.UNCHANGED
    elif existing.is_elsewhere(key):
        complaints = [(resource.key(), resource.elsewhere)]
    if complaints:
        plan.problems.setdefault(i, []).extend(complaints)
    if plan.problems.get(i):
        plan.changes.pop(i, None)
        return Outcome.REJECTED
    return outcome
