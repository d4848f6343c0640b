"""待我处理: what waits at the own place, and what waits below it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from desk.cases import arrivals, inbox
from desk.cases.inbox import Where
from desk.cases.models import SpecialDay
from desk.notices.models import Notice
from desk.vault.scope import acting_as
from tests.county import County
from tests.desk.cases.trial import State, Trial

pytestmark = pytest.mark.usefixtures("trial_register")


@pytest.fixture
def cases(add_case: Callable[..., Any], county: County) -> dict[str, Any]:
    """Cases of every floor, in every kind of waiting."""
    today = timezone.localdate()
    return {
        "at the county": add_case("县本级", union=county.federation, due_on=today + timedelta(days=9)),
        "at the town": add_case("街道本级", union=county.xinanjiang, due_on=today - timedelta(days=1), is_unread=False),
        "at the mill": add_case("纺织厂"),
        "with the plant": add_case("外单位转来", State.ASSIGNED, union=county.quarry, handler=county.plant),
        "closed": add_case("办完的", State.CLOSED, union=county.federation),
    }


def trials(person: Any) -> list[tuple[str, int, int, int]]:
    with acting_as(person):
        return [
            (line.state, line.here, line.below, line.overdue)
            for line in inbox.waiting(person)
            if line.title == "试用办件"
        ]


def headings(person: Any, where: Where) -> list[str]:
    with acting_as(person):
        found = Trial.objects.filter(inbox.waits_for(Trial, person, where))
        return sorted(found.values_list("title", flat=True))


def test_what_waits_here_is_apart_from_what_waits_below(cases: dict[str, Any], county: County) -> None:
    assert trials(county["county_officer"]) == [("待初审", 1, 2, 0), ("办理中", 0, 1, 0)]
    assert trials(county["town_officer"]) == [("待初审", 1, 1, 1), ("办理中", 0, 1, 0)]
    assert trials(county["base_officer"]) == [("办理中", 1, 0, 0)]
    assert trials(county["county_leader"]) == []
    assert trials(county["stranger"]) == []


def test_the_conditions_find_the_cases_that_were_counted(cases: dict[str, Any], county: County) -> None:
    town = county["town_officer"]
    assert headings(town, Where.HERE) == ["街道本级"]
    assert headings(town, Where.BELOW) == ["外单位转来", "纺织厂"]
    assert headings(county["base_officer"], Where.HERE) == ["外单位转来"]
    assert headings(county["stranger"], Where.BELOW) == []


def test_a_case_of_a_union_out_of_sight_is_not_lost(cases: dict[str, Any], county: County) -> None:
    base = county["base_officer"]
    with acting_as(base):
        (waits,) = [case for case in inbox.nearest(base) if case.kind == "试用办件"]
    assert (waits.heading, waits.place) == ("外单位转来", "建德市白沙化工有限公司工会")


def test_the_nearest_come_first_and_those_without_a_day_last(add_case: Callable[..., Any], county: County) -> None:
    today = timezone.localdate()
    for title, days in (("三", 3), ("无", None), ("超", -2), ("一", 1)):
        add_case(title, union=county.federation, due_on=None if days is None else today + timedelta(days=days))
    officer = county["county_officer"]
    with acting_as(officer):
        found = [(c.heading, c.lamp, c.left) for c in inbox.nearest(officer) if c.kind == "试用办件"]
    assert found == [
        ("超", "red", "超期 2 天"),
        ("一", "amber", "还有 1 天"),
        ("三", "green", "还有 3 天"),
        ("无", "grey", ""),
    ]


def test_the_numbers_of_a_kind_take_one_query_however_many_wait(
    cases: dict[str, Any], county: County, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "kinds", lambda: [Trial])
    officer = county["county_officer"]
    with acting_as(officer):
        with django_assert_num_queries(1):
            inbox.waiting(officer)
        with django_assert_num_queries(2):  # the cases, and the names of their places
            inbox.nearest(officer)


class TestThePage:
    def test_it_shows_the_cases_the_numbers_and_where_they_lead(
        self, cases: dict[str, Any], county: County, sign_in: Callable[[Any], Client]
    ) -> None:
        page = sign_in(county["town_officer"]).get("/inbox/").content.decode()
        assert "街道本级" in page
        assert "纺织厂" not in page  # it waits below
        assert "超期 1 天" in page
        assert "由建德市新安江街道总工会办理" in page
        assert "/trials/?waits_for_me=here&amp;state=new" in page
        assert "/trials/?waits_for_me=below&amp;state=assigned" in page
        assert "下级待办 1 条" in page

    def test_a_link_leads_to_the_cases_it_counts(
        self, cases: dict[str, Any], county: County, sign_in: Callable[[Any], Client]
    ) -> None:
        client = sign_in(county["town_officer"])
        here = client.get("/trials/?waits_for_me=here&state=new").content.decode()
        assert "街道本级" in here
        assert "纺织厂" not in here
        below = client.get("/trials/?waits_for_me=below&state=new").content.decode()
        assert "纺织厂" in below
        assert "街道本级" not in below

    def test_who_has_nothing_to_do_reads_so(self, county: County, sign_in: Callable[[Any], Client]) -> None:
        assert "没有等您处理的事项。" in sign_in(county["stranger"]).get("/inbox/").content.decode()

    def test_a_year_without_a_notice_is_told(self, county: County, sign_in: Callable[[Any], Client]) -> None:
        client = sign_in(county["county_officer"])
        year = timezone.localdate().year
        assert "放假安排还没有录入" not in client.get("/inbox/").content.decode()
        SpecialDay.objects.filter(day__year=year).delete()
        assert f"{year} 年的放假安排还没有录入系统" in client.get("/inbox/").content.decode()


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("unread=false", {"街道本级"}),
            ("lamp=red", {"街道本级"}),
            ("lamp=green", {"县本级"}),
            ("lamp=amber", set()),
        ],
    )
    def test_a_list_is_narrowed(
        self, cases: dict[str, Any], county: County, sign_in: Callable[[Any], Client], query: str, titles: set[str]
    ) -> None:
        page = sign_in(county["county_officer"]).get(f"/trials/?{query}").content.decode()
        assert {title for title in ("县本级", "街道本级", "纺织厂", "办完的") if title in page} == titles


class TestArrivals:
    @pytest.fixture(autouse=True)
    def _trials_alone(self, trial_register: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(arrivals, "kinds", lambda: [Trial])

    def test_everybody_is_told_once_of_what_is_new_at_the_own_place(
        self, cases: dict[str, Any], county: County
    ) -> None:
        assert arrivals.tell() == 2
        told = {
            notice.to.username: (notice.heading, notice.url) for notice in Notice.objects.filter(topic="cases.arrived")
        }
        # The town's own case was read; what waits below is for somebody nearer.
        assert told == {
            "county_officer": ("新到待办 1 条", "/inbox/"),
            "base_officer": ("新到待办 1 条", "/inbox/"),
        }

    def test_nothing_new_tells_nobody(self, add_case: Callable[..., Any], county: County) -> None:
        add_case(union=county.federation, is_unread=False)
        assert arrivals.tell() == 0
