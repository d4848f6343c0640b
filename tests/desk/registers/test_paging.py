"""Pages by key."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db.models import Q

from desk.registers.address import Address, BadAddress
from desk.registers.paging import Pager, Sorting
from desk.vault import scope
from unions.models import Employer

pytestmark = pytest.mark.django_db


def walk(
    field: str, *, descending: bool, size: int, parts: Sequence[Q] = (), by_index: bool = True
) -> tuple[list[list[str]], list[list[str]]]:
    """The pages of all employers forwards, and the same list walked back from its end."""
    sorting, rows = Sorting("column", field, descending), Employer.objects.all()
    parted = [rows.filter(part) for part in parts]
    pager = Pager(rows, sorting, size=size, salt="x", parts=parted, by_index=by_index)
    forwards, backwards = [], []
    page = pager.page(Address())
    while True:
        forwards.append([row.name for row in page.rows])
        if page.after is None:
            break
        page = pager.page(Address((("after", page.after.seal("x:" + sorting.name)),)))
    while True:
        backwards.append([row.name for row in page.rows])
        if page.before is None:
            break
        page = pager.page(Address((("before", page.before.seal("x:" + sorting.name)),)))
    return forwards, backwards


@pytest.mark.parametrize("field", ["pinyin", "headcount", "registered_on", "union__pinyin", "is_above_scale"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("parts", "by_index"),
    [((), True), ([Q()], True), ([Q()], False), ([Q(headcount=1), ~Q(headcount=1)], True)],
    ids=["rows", "keys first", "all keys, then sorted", "in parts"],
)
def test_every_row_stands_on_exactly_one_page_with_equal_and_empty_values(
    add: Callable[..., Employer], field: str, descending: bool, parts: Sequence[Q], by_index: bool
) -> None:
    for n in range(9):
        add(f"单位{n}", headcount=n % 3, registered_on=f"2014-0{n % 4 + 1}-01" if n % 2 else None)

    with scope.everything("test"):
        sign = "-" if descending else ""
        expected = list(Employer.objects.order_by(f"{sign}{field}", f"{sign}pk").values_list("name", flat=True))
        forwards, backwards = walk(field, descending=descending, size=4, parts=parts, by_index=by_index)

    assert [name for page in forwards for name in page] == expected
    assert [len(page) for page in forwards] == [4, 4, 4, 1]
    assert backwards[-1] == expected[:4]


def test_going_back_to_the_beginning_shows_a_full_first_page(add: Callable[..., Employer]) -> None:
    made = [add(f"单位{n}", headcount=n) for n in range(6)]
    with scope.everything("test"):
        pager = Pager(Employer.objects.filter(pk__in=[e.pk for e in made]), Sorting("h", "headcount"), size=4, salt="x")
        last = pager.page(Address((("after", str(pager.page(Address()).after.seal("x:h"))),)))  # type: ignore[union-attr]  # there is such a page
        made[0].delete()
        first = pager.page(Address((("before", last.before.seal("x:h")),)))  # type: ignore[union-attr]  # there is such a page

    assert [row.headcount for row in first.rows] == [1, 2, 3, 4]
    assert first.before is None


@pytest.mark.parametrize("token", ["x", "", "WzEsMV0", "a:b:c", "中文", "é" * 30])
def test_a_made_up_cursor_is_a_bad_address(county: Any, token: str) -> None:
    with scope.everything("test"):
        pager = Pager(Employer.objects.all(), Sorting("name", "pinyin"), size=4, salt="x")
        if token:
            with pytest.raises(BadAddress, match="翻页位置已失效"):
                pager.page(Address((("after", token),)))


def test_a_cursor_of_another_order_is_a_bad_address(add: Callable[..., Employer]) -> None:
    for n in range(3):
        add(f"单位{n}")
    with scope.everything("test"):
        by_name = Pager(Employer.objects.all(), Sorting("name", "pinyin"), size=2, salt="x")
        token = by_name.page(Address()).after.seal("x:name")  # type: ignore[union-attr]  # there is such a page
        with pytest.raises(BadAddress):
            Pager(Employer.objects.all(), Sorting("name", "pinyin", descending=True), size=2, salt="x").page(
                Address((("after", token),))
            )
