"""What a cell may hold: from what stands in a workbook to what stands in the database.

`clean(value)` gives the value or raises ValueError with a Chinese sentence that says how to put it right. The value is
what the reader found: str, int, float, bool, date or datetime, never blank. Nothing is repaired in silence: what has
two readings is refused. Not counted as repair, because no reading is lost, is what the eye cannot see: full-width
digits and letters in codes, spaces around a text, zero-width characters and marks of writing direction.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from import_export.widgets import Widget as LibraryWidget

from desk.sheets.sheet import Kind

AS_TEXT = "请把这一列的格式改为“文本”，再重新填写号码。"
MASKED = "内容中含有掩码“**”。请填写完整内容；不想改动，请留空。"
_UNSEEN = dict.fromkeys((173, 8203, 8204, 8205, 8206, 8207, *range(8234, 8239), 8288, 65279))
# Control characters, surrogates, private use (a glyph only the writer's own font has), and "unreadable" itself.
_UNREADABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]"
)
_SCIENTIFIC = re.compile(r"[\d.]+E\+?\d+", re.IGNORECASE)
_BRACKETS = str.maketrans("()", "（）")


def visible(text: str) -> str:
    """`text` without what cannot be seen: zero-width characters, direction marks, spaces around it."""
    if text.isalnum():
        return text
    return text.translate(_UNSEEN).replace("\xa0", " ").strip()


class Widget(LibraryWidget):
    """A kind of cell. `kind` says how the column is written in templates and exports."""

    kind: ClassVar[Kind] = Kind.TEXT
    is_json: ClassVar[bool] = True  # JSON knows its values; those of another are kept as text

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The value of a cell that is not blank. Raises ValueError in Chinese."""
        raise NotImplementedError

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """`value` as it is shown in a preview."""
        return "" if value is None else str(value)

    def from_text(self, text: str) -> Any:
        """The value that was kept as this text, when JSON does not know it."""
        return text

    def allowed(self) -> list[str]:
        """The texts a template offers to choose from; none when anything can be typed."""
        return []


class Text(Widget):
    """Words. A number in the cell is taken as it is written: 17 for 17.0."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The text, without what cannot be seen. Raises ValueError for characters no other computer can show."""
        text = visible(value if isinstance(value, str) else _written(value))
        if not text.isalnum():
            if _UNREADABLE.search(text):
                raise ValueError("含有无法识别的字符（乱码、控制字符或自造字）。请删去，或改用国标汉字。")
            if "**" in text:
                raise ValueError(MASKED)
        elif _UNREADABLE.search(text):  # a private character may count as a letter in a newer Unicode
            raise ValueError("含有无法识别的字符（自造字）。请改用国标汉字。")
        return text


class Identifier(Widget):
    """Digits that are no number. Excel keeps fifteen of them and rounds the rest, and one rounded number in twelve still
    has a right check digit (promises.md, finding 7): so a cell that is a number is refused, whatever it holds.

    A text is taken as half-width capital letters and digits; spaces, zero-width characters and direction marks in it are
    dropped. Its rules of form are the validators of the model's field.
    """

    kind = Kind.IDENTIFIER

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The number as text. Raises ValueError for a cell that is not text, and for what Excel made of one."""
        if not isinstance(value, str):
            raise ValueError("单元格是数字格式，长号码可能已被 Excel 改写。列格式请改为文本，再重新填写号码。")  # noqa: TRY004  # ValueError is what widgets raise
        if value.isascii() and value.isalnum():
            return value.upper()
        text = "".join(unicodedata.normalize("NFKC", value.translate(_UNSEEN)).split()).upper()
        if _SCIENTIFIC.fullmatch(text):
            raise ValueError(f"号码已变成科学计数法，原来的数字已丢失。{AS_TEXT}")
        if "**" in text:
            raise ValueError(MASKED)
        return text


class IdNumber(Identifier):
    """公民身份号码."""


class Mobile(Identifier):
    """A mobile number."""


class CreditCode(Identifier):
    """统一社会信用代码."""


class Choice(Widget):
    """One of a code set, by its label or by another word for it. `synonyms`: word → value."""

    def __init__(self, choices: Iterable[tuple[Any, Any]], synonyms: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.labels = {value: str(label) for value, label in choices if value not in {"", None}}
        self._values = {_comparable(label): value for value, label in self.labels.items()}
        self._values |= {_comparable(word): getattr(value, "value", value) for word, value in (synonyms or {}).items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The value of the label. Raises ValueError that names the labels."""
        text = _comparable(value if isinstance(value, str) else _written(value))
        if text not in self._values:
            raise ValueError(f"没有这个选项。{self._hint(text)}")
        return self._values[text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The label."""
        return self.labels.get(value, "")

    def allowed(self) -> list[str]:
        """The labels."""
        return list(self.labels.values())

    def _hint(self, text: str) -> str:
        labels = self.allowed()
        if len(labels) <= 12:
            return f"请填：{'、'.join(labels)}。"
        near = get_close_matches(text, labels, n=3, cutoff=0.4)
        return f"是不是：{'、'.join(near)}？" if near else f"请按模板的下拉项填写，如：{'、'.join(labels[:3])}。"


class YesNo(Choice):
    """是 or 否, and what people write for it."""

    def __init__(self) -> None:
        yes, no = ("有", "√", "✓", "Y", "YES", "TRUE", "1"), ("无", "×", "X", "N", "NO", "FALSE", "0")
        super().__init__([(True, "是"), (False, "否")], {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)})


class Day(Widget):
    """A day of the calendar, from 1900 on: 1990-01-31, 1990/1/31, 1990.1.31, 1990年1月31日, 19900131, or a date cell."""

    kind = Kind.DAY
    is_json = False
    FIRST = date(1900, 1, 1)
    _FORM = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        """The day. Raises ValueError for a number, a month without a day, and a day that is in no calendar."""
        if isinstance(value, datetime):
            if value.time() != time():
                raise ValueError("日期后面带有时间，请只填日期，如 1990-01-31。")
            return self._bounded(value.date())
        if isinstance(value, date):
            return self._bounded(value)
        text = unicodedata.normalize("NFKC", _written(value)).translate(_UNSEEN)
        found = self._FORM.fullmatch("".join(text.split()).removesuffix("00:00:00"))
        if not found:
            raise ValueError("不是完整的日期。请写成 1990-01-31，年、月、日都要有。")
        year, _, *parts = found.groups()
        month, day = (part for part in parts if part)
        try:
            return self._bounded(date(int(year), int(month), int(day)))
        except ValueError as error:
            raise ValueError("日历上没有这一天，请核对。" if "month" in str(error) else str(error)) from None

    def _bounded(self, day: date) -> date:
        if day < self.FIRST:
            raise ValueError("日期早于 1900 年，请核对年份。")
        return day

    def from_text(self, text: str) -> date:
        """The day that was kept as this text."""
        return date.fromisoformat(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The ISO form."""
        return value.isoformat() if isinstance(value, date) else str(value or "")


class Number(Widget):
    """A count: a whole number, not negative."""

    kind = Kind.COUNT

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        """The number. Raises ValueError."""
        text = unicodedata.normalize("NFKC", visible(_written(value))).replace(",", "")
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            raise ValueError("应为不小于 0 的整数。")
        return int(text)


@dataclass(frozen=True)
class Candidate:
    """A row that a cell may mean: its key, the row it belongs to, the texts it goes by."""

    pk: Any
    within: Any
    names: Sequence[str]


class Lookup(Widget):
    """Another row, meant by one of its names (`by`), among those `among(actor)` gives.

    All texts of a file are asked for at once: `prepare`, then `resolve` for each. `within`: the other row must belong to
    what the column of that name holds ("union": the employers of the row's own union). Whether a name does not exist,
    is out of sight or may not be used, the answer is the same: `missing`.
    """

    def __init__(
        self, *, by: Sequence[str], among: Callable[[Any], QuerySet[Any]], missing: str, within: str = ""
    ) -> None:
        super().__init__()
        self.by, self.among, self.missing, self.within = tuple(by), among, missing, within
        self._found: dict[tuple[Any, str], set[Any]] = {}
        self._answers: dict[tuple[Any, str], Any] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The text a row is looked up by."""
        if not isinstance(value, str):
            raise ValueError(f"请填写名称。{self.missing}")  # noqa: TRY004  # ValueError is what widgets raise
        return visible(value)

    def candidates(self, texts: Collection[str], actor: Any) -> Iterable[Candidate]:
        """The rows that go by one of `texts`. Override to leave out those `actor` may not use."""
        asked = {variant for text in texts for variant in (text, text.translate(_BRACKETS), _half(text))}
        condition = Q()
        for name in self.by:
            condition |= Q(**{f"{name}__in": asked})
        owner = f"{self.within}_id" if self.within else "pk"
        for pk, within, *names in self.among(actor).filter(condition).values_list("pk", owner, *self.by):
            yield Candidate(pk, within if self.within else None, names)

    def prepare(self, texts: Collection[str], actor: Any) -> None:
        """Ask for all of `texts` at once."""
        found = defaultdict(set)
        for candidate in self.candidates(texts, actor) if texts else ():
            for name in filter(None, candidate.names):
                found[candidate.within, _half(name)].add(candidate.pk)
        self._found, self._answers = dict(found), {}

    def resolve(self, text: str, within: Any = None) -> Any:
        """The key of the row that `text` means. Raises ValueError when there is none, or more than one."""
        asked = (within if self.within else None, text)
        if asked not in self._answers:
            found = self._found.get((asked[0], _half(text)), ())
            if len(found) != 1:
                raise ValueError("同名的不止一家，请改填代码。" if found else self.missing)
            self._answers[asked] = next(iter(found))
        return self._answers[asked]


def _written(value: Any) -> str:
    """A cell that is not text, as it would be typed."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _comparable(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.translate(_UNSEEN)).split()).upper()


def _half(text: str) -> str:
    """Brackets are typed in two widths, and nobody sees the difference."""
    return text.replace("（", "(").replace("）", ")")
