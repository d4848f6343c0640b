"""The address of a list: its query string holds the whole state, so that it can be kept, shared and gone back to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, QueryDict

QUERY, SORT, COLUMNS, AFTER, BEFORE, SIZE, COUNT, BATCH = (
    "q", "sort", "columns", "after", "before", "size", "count", "batch",
)  # fmt: skip
PLACE = (AFTER, BEFORE, BATCH)  # where one stands in the list: not part of what is asked for
NAMES = frozenset({QUERY, SORT, COLUMNS, AFTER, BEFORE, SIZE, COUNT, BATCH})
LONGEST = 4_000  # characters, below what web servers take in a request line


class BadAddress(Http404):
    """An address that no page of ours leads to: mistyped, cut off, or of an older release. The text says what is wrong."""


@dataclass(frozen=True)
class Address:
    """The pairs of a query string, in order, blank ones left out."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, params: QueryDict) -> Self:
        """The address with these parameters. Raises BadAddress for what no form of ours can send."""
        pairs = tuple((name, value.strip()) for name, values in params.lists() for value in values if value.strip())
        if len(urlencode(pairs)) > LONGEST:
            raise BadAddress("网址太长，不能识别。请减少筛选条件。")
        if any("\x00" in part for pair in pairs for part in pair):
            raise BadAddress("网址里有不能识别的字符。")
        return cls(pairs)

    @classmethod
    def parse(cls, query: str | Mapping[str, str]) -> Self:
        """The address of a stored query string, or of a preset's mapping."""
        return cls(tuple(parse_qsl(query)) if isinstance(query, str) else tuple(query.items()))

    def __str__(self) -> str:
        return urlencode(self.pairs)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for name, _ in self.pairs))

    def get(self, name: str) -> str:
        """The last value of `name`; "" without one."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def values(self, name: str) -> list[str]:
        """All values of `name`."""
        return [value for key, value in self.pairs if key == name]

    def drop(self, *names: str) -> Self:
        """Without these parameters."""
        return type(self)(tuple(pair for pair in self.pairs if pair[0] not in names))

    def keep(self, names: Iterable[str]) -> Self:
        """With these parameters only."""
        wanted = set(names)
        return type(self)(tuple(pair for pair in self.pairs if pair[0] in wanted))

    def put(self, **changes: str) -> Self:
        """With these parameters set, "" takes one away; and back at the first page."""
        kept = self.drop(*PLACE, *changes).pairs
        return type(self)(kept + tuple((name, value) for name, value in changes.items() if value))

    def toggle(self, name: str, value: str, *, single: bool) -> Self:
        """With `value` of `name` set, or taken away when it is; `single`: instead of any other. At the first page."""
        if value in self.values(name):
            left = tuple(pair for pair in self.pairs if pair != (name, value))
        else:
            left = (*(self.drop(name) if single else self).pairs, (name, value))
        return type(self)(left).asked()

    def asked(self) -> Self:
        """What is asked for, wherever in the list one stands."""
        return self.drop(*PLACE)

    def is_same_question(self, other: "Address") -> bool:
        """Whether both ask for the same, in whatever order and place."""
        return sorted(self.asked().pairs) == sorted(other.asked().pairs)

    def as_params(self) -> QueryDict:
        """As Django's forms read them."""
        params = QueryDict(mutable=True)
        for name, value in self.pairs:
            params.appendlist(name, value)
        return params


def link(path: str, address: Address | str) -> str:
    """`path` with its query string."""
    return f"{path}?{address}" if str(address) else path


def number(text: str, allowed: Iterable[int], *, what: str) -> int:
    """`text` as one of the `allowed` numbers. Raises BadAddress; `what` names the parameter."""
    found: Any = next((n for n in allowed if str(n) == text), None)
    if found is None:
        raise BadAddress(f"网址里的{what}不对。")
    return int(found)
