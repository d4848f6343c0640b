"""How the child process tells what it read: JSON, in frames, column by column.

JSON because the child handles what strangers sent: whatever became of it, its answer is data and can never run
(as a pickle could). Column by column because values repeat in columns: each distinct value of a block is told once,
which makes the answer small, and equal texts of a block one object in the parent.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import IO, Any

from desk.sheets.reader.cells import Cell, ErrorCell, Formula, Row

LONGEST_FRAME = 256 * 1024 * 1024
LENGTH_BYTES = 4
EXACT = 1e21  # integers below are told as integers

Frame = tuple[str, Any]  # "book" | "sheet" | "rows" | "refused" | "end", and what belongs to it


class Garbled(Exception):
    """What arrived is no frame."""


def send(target: IO[bytes], frame: Frame) -> None:
    """Write one frame."""
    body = json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    target.write(len(body).to_bytes(LENGTH_BYTES, "big"))
    target.write(body)


def receive(source: IO[bytes]) -> Iterator[Frame]:
    """The frames until the other side stops. Raises Garbled."""
    while head := source.read(LENGTH_BYTES):
        length = int.from_bytes(head, "big")
        body = source.read(length) if length <= LONGEST_FRAME else b""
        if len(head) < LENGTH_BYTES or len(body) < length or not body:
            raise Garbled
        try:
            what, content = json.loads(body.decode("utf-8", "surrogatepass"))
        except ValueError as error:
            raise Garbled from error
        yield what, content


def pack(columns: Sequence[Sequence[Any]]) -> list[Mapping[str, Any]]:
    """Columns of one block as JSON can carry them. Empty text is told as nothing."""
    return [_pack(column) for column in columns]


def unpack(columns: list[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows of a packed block."""
    return map(list, zip(*map(_unpack, columns), strict=True))


def _pack(values: Sequence[Any]) -> Mapping[str, Any]:
    kinds = set(map(type, values))
    # True equals 1, so a column that holds both cannot be told by its distinct values.
    distinct = list(values) if bool in kinds and kinds & {int, float} else list(dict.fromkeys(values))
    if 2 * len(distinct) > len(values):
        return _pack_values(values, kinds)
    numbers = dict(zip(distinct, count()))  # count() does not end
    return {**_pack_values(distinct, kinds), "index": list(map(numbers.__getitem__, values))}


def _pack_values(values: Sequence[Any], kinds: set[type]) -> dict[str, Any]:
    """Columns of texts or of days are the common ones, and told without looking at each cell."""
    if kinds <= {str, type(None)}:
        return {"type": "text", "values": [v or None for v in values]}
    if kinds <= {date, str} and all(v == "" or type(v) is date for v in values):
        return {"type": "date", "values": [v.isoformat() if v else None for v in values]}
    return {"type": "mixed", "values": list(map(_plain, values))}


def _unpack(column: Mapping[str, Any]) -> list[Cell]:
    values: list[Any] = column["values"]
    if column["type"] == "date":
        values = [date.fromisoformat(v) if v else None for v in values]
    elif column["type"] == "mixed":
        values = [_special(*v) if type(v) is list else v for v in values]
    return list(map(values.__getitem__, column["index"])) if "index" in column else values


def _plain(value: Any) -> Any:
    """`value` as JSON carries it; what JSON has no word for as [tag, text]."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < EXACT:
            return int(value)
        return value if math.isfinite(value) else ["error", "#NUM!"]
    match value:
        case None | "":
            return None
        case bool() | str() | int():
            return value
        case Formula():
            return ["formula", value.text]
        case ErrorCell():
            return ["error", value.text]
        case timedelta():
            return ["duration", str(value.total_seconds())]
        case datetime() | date() | time():
            return [type(value).__name__, value.isoformat()]
    raise TypeError(f"no cell: {type(value)}")


def _special(tag: str, text: str) -> Cell:
    match tag:
        case "date":
            return date.fromisoformat(text)
        case "datetime":
            return datetime.fromisoformat(text)
        case "time":
            return time.fromisoformat(text)
        case "duration":
            return timedelta(seconds=float(text))
        case "formula":
            return Formula(text)
        case "error":
            return ErrorCell(text)
    raise Garbled
