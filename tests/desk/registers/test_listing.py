"""Which rows a list shows, and in which order."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.registers import listing as listing_module
from desk.registers.address import Address, BadAddress
from desk.registers.listing import Listing, Total
from desk.registers.paging import Cursor
from desk.vault import scope
from tests.county import County
from tests.desk.registers.conftest import names, text
from tests.desk.registers.trial import TrialRegister
from unions.models import Employer

pytestmark = pytest.mark.django_db


def asked(user: Any, query: str) -> Listing:
    return Listing(TrialRegister, user, Address.parse(query))


@pytest.mark.parametrize("typed", ["石材", "shicai", "yzsc", "SHI CAI", "石材 严州", "033", "9133", "yz"])
def test_a_name_is_found_by_characters_pinyin_initials_and_code(county_client: Client, typed: str) -> None:
    assert "建德市严州石材有限公司" in names(county_client.get("/trial/", {"q": typed}))


def test_a_search_finds_nothing_else(county_client: Client) -> None:
    assert names(county_client.get("/trial/", {"q": "石材"})) == ["建德市严州石材有限公司"]
    assert names(county_client.get("/trial/", {"q": "石 纺织"})) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "sort=headcount",
            ["建德市严州石材有限公司", "建德市新安江纺织有限公司", "建德市江滨五金厂", "建德市白沙化工有限公司"],
        ),
        (
            "sort=-headcount",
            ["建德市白沙化工有限公司", "建德市江滨五金厂", "建德市新安江纺织有限公司", "建德市严州石材有限公司"],
        ),
        ("", ["建德市白沙化工有限公司", "建德市江滨五金厂", "建德市新安江纺织有限公司", "建德市严州石材有限公司"]),
        ("is_above_scale=true", ["建德市白沙化工有限公司", "建德市江滨五金厂"]),
        ("headcount_min=150&headcount_max=210", ["建德市江滨五金厂", "建德市新安江纺织有限公司"]),
        ("big=false", ["建德市严州石材有限公司"]),
        ("unit_class=170&unit_class=110&big=false", ["建德市严州石材有限公司"]),
        ("unit_class=110", []),
        ("is_above_scale=true&q=wj", ["建德市江滨五金厂"]),
    ],
)
def test_the_address_says_order_and_conditions(county_client: Client, query: str, expected: list[str]) -> None:
    assert names(county_client.get(f"/trial/?{query}")) == expected


def test_a_person_sees_the_rows_of_the_own_branch_only(town_client: Client, base_client: Client) -> None:
    assert names(town_client.get("/trial/")) == [
        "建德市白沙化工有限公司",
        "建德市江滨五金厂",
        "建德市新安江纺织有限公司",
    ]
    assert names(base_client.get("/trial/")) == ["建德市白沙化工有限公司"]


def test_numbers_say_nothing_about_other_branches(base_client: Client) -> None:
    page = text(base_client.get("/trial/"))

    assert "本页 1 条，共 1 条" in page
    assert "无权" not in page


def test_a_count_is_exact_up_to_the_cap_and_on_request(
    county: County, add: Callable[..., Employer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module, "COUNTED_UP_TO", 3)
    officer = county["county_officer"]
    with scope.acting_as(officer):
        assert asked(officer, "").total == Total(3, is_exact=False)
        assert asked(officer, "").total.in_words == "全部超过 3 条"
        assert asked(officer, "count=exact").total == Total(4, is_exact=True)
        assert asked(officer, "is_above_scale=true").total == Total(2, is_exact=True)


def test_sealed_values_nobody_looks_at_are_not_read(county: County) -> None:
    from unions.registers import OfficerRegister

    officer = county["county_officer"]
    with scope.acting_as(officer):
        without = Listing(OfficerRegister, officer, Address.parse("columns=name,post"))
        found = without.page().rows[0]

    assert "id_number" in found.get_deferred_fields()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("nonsense=1", "不认识的条件"),
        ("union__name__startswith=建", "不认识的条件"),
        ("sort=phone", "不能按"),
        ("sort=--name", "不能按"),
        ("columns=name,password", "没有的列"),
        ("size=7", "每页条数"),
        ("count=all", "计数方式"),
        ("q=" + "长" * 61, "太长"),
        ("after=zzz", "翻页位置"),
        ("batch=1", "批量操作不存在"),
        ("batch=x", "批量操作不存在"),
        ("batch=99999999999999999999", "批量操作不存在"),
    ],
)
def test_an_address_of_no_list_is_answered_in_words(county_client: Client, query: str, words: str) -> None:
    response = county_client.get(f"/trial/?{query}")

    assert response.status_code == 404
    assert words in text(response)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("headcount_min=abc", "职工人数"),
        ("registered_on_after=2014-02-31", "设立日期"),
        ("is_above_scale=maybe", "规模以上"),
        ("unit_class=999", "单位类别"),
    ],
)
def test_a_filter_that_cannot_be_understood_lists_nothing_and_says_why(
    county_client: Client, query: str, label: str
) -> None:
    response = county_client.get(f"/trial/?{query}")

    assert response.status_code == 200
    assert names(response) == []
    assert "筛选条件有误，没有列出记录" in text(response)
    assert f"<li>{label}：" in text(response)


def test_a_union_outside_the_branch_is_as_unknown_as_one_that_never_was(county: County, town_client: Client) -> None:
    foreign = town_client.get(f"/trial/?union={county.quarry.pk}")
    unknown = town_client.get("/trial/?union=987654321")

    assert foreign.status_code == unknown.status_code == 404
    assert "没有这个选项，或不在您的管辖范围内" in text(foreign)
    assert names(town_client.get(f"/trial/?union={county.mill.pk}")) == ["建德市新安江纺织有限公司"]


def test_an_empty_scope_has_no_rows(county: County) -> None:
    stranger = county["stranger"]
    with scope.acting_as(stranger):
        assert list(asked(stranger, "").rows()) == []


def test_a_bad_column_is_refused_before_any_query(county: County) -> None:
    officer = county["county_officer"]
    with scope.acting_as(officer), pytest.raises(BadAddress):
        _ = asked(officer, "columns=search").columns


def test_a_list_ends_at_the_branch_by_itself_and_not_by_the_database_alone(county: County) -> None:
    """Row-level security is the second line; here it is open, and the first has to hold."""
    officer = county["town_officer"]
    with scope.everything("test"):
        found = asked(officer, "")
        assert len(found.rows()) == 3
        assert found.total == Total(3, is_exact=True)
        with pytest.raises(BadAddress):
            asked(officer, f"union={county.quarry.pk}")


def test_what_stands_on_one_page_is_not_counted_again(
    county: County, django_assert_num_queries: Callable[..., object]
) -> None:
    officer = county["county_officer"]
    with scope.acting_as(officer):
        whole = asked(officer, "")
        page = whole.page()
        with django_assert_num_queries(0):
            assert whole.total == Total(4, is_exact=True)
        beyond = asked(officer, f"after={Cursor('zzz', 1).seal('trial:name')}")
        assert beyond.page().rows == []
        assert beyond.total == Total(4, is_exact=True)  # an empty page is no empty list

    assert [page.is_whole, len(page.rows)] == [True, 4]


def test_a_page_of_the_roster_reads_what_its_columns_show(county: County) -> None:
    from members.registers import MemberRegister

    officer = county["county_officer"]
    with scope.acting_as(officer):
        found = Listing(MemberRegister, officer, Address.parse("columns=name,phone")).page().rows[0]
        unread = found.get_deferred_fields()

    assert {"address", "birthday", "id_number", "search", "note"} <= unread
    assert not {"id", "name", "pinyin", "phone", "union_id", "employer_id"} & unread


@pytest.mark.parametrize(
    ("query", "is_sorted_last"), [("q=shicai", True), ("q=shicai&sort=headcount", False), ("", False)]
)
def test_names_that_are_searched_for_are_found_before_they_are_sorted(
    county: County, query: str, is_sorted_last: bool
) -> None:
    officer = county["county_officer"]
    with scope.acting_as(officer), CaptureQueriesContext(connection) as queries:
        asked(officer, query).page()
    first = next(query["sql"] for query in queries if "unions_employer" in query["sql"])
    # An order that no index serves does not keep PostgreSQL from asking the one that finds them.
    assert ("COALESCE" in first.split("ORDER BY ")[1]) is is_sorted_last
