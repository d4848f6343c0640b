"""The dashboard and the way down to the records: what each person sees of it, and what it stands on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from desk.vault.scope import everything
from jianzhi.year_end.choices import Closeness
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services import kept
from tests.competitions.ideas import add_proposal
from tests.county import County, add_member
from tests.jianzhi.year_end.services.test_counting import at, pass_on
from tests.jianzhi.year_end.services.test_cubes import add_period, aim, enter, seal
from unions.access import RIGHTS
from unions.choices import Role
from unions.services import tree

SignIn = Callable[..., Client]


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """2014, with three ideas of it at the plant, the mill and the quarry."""
    kept._kept.clear()
    with everything("test"):
        for number, union in enumerate((county.plant, county.mill, county.quarry)):
            add_proposal(union, county.record("campaigns"), submitted_at=at(2014, 5, 4 + number), title=f"建议{number}")
    return add_period(2014)


def board(period: ReportingPeriod, **query: Any) -> tuple[str, dict[str, Any]]:
    return f"/year-end/{period.pk}/figures/", query


def figure(period: ReportingPeriod, code: str, **query: Any) -> tuple[str, dict[str, Any]]:
    return f"/year-end/{period.pk}/figures/{code}/", query


def values(answer: Any) -> dict[str, str]:
    return {tile.line.code: tile.line.printed for group in answer.context["groups"] for tile in group.tiles}


class TestTheDashboard:
    def test_it_shows_the_readers_own_branch(self, county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
        found = {
            name: values(sign_in(county[name]).get(*board(period, chapter="R1")))["F01"]
            for name in ("county_officer", "county_leader", "town_officer", "base_officer", "other_base_officer")
        }
        assert found == {
            "county_officer": "3",
            "county_leader": "3",
            "town_officer": "2",
            "base_officer": "1",
            "other_base_officer": "1",
        }

    def test_the_page_holds_no_name_and_no_figure_of_others(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        enter(period, county.quarry, "F10", "98765")
        text = sign_in(county["base_officer"]).get(*board(period, chapter="R1")).content.decode()
        assert "98765" not in text
        assert "严州石材" not in text
        assert "梅城" not in text

    def test_a_union_of_the_branch_may_be_read_and_no_other(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        client = sign_in(county["town_officer"])
        assert values(client.get(*board(period, union=county.mill.pk, chapter="R1")))["F01"] == "1"
        asked = (county.quarry.pk, county.federation.pk, 10**9, 10**30, "x")
        assert [client.get(*board(period, union=union)).status_code for union in asked] == [404] * 5

    def test_who_has_no_right_there_is_refused(self, county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
        people = ("auditor", "security_admin", "system_admin", "stranger")
        assert [sign_in(county[name]).get(*board(period)).status_code for name in people] == [403] * 4

    def test_a_chapter_or_period_that_is_not_there_is_not_found(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        client = sign_in(county["county_officer"])
        assert client.get(*board(period, chapter="R9")).status_code == 404
        assert client.get("/year-end/99999999/figures/").status_code == 404
        assert client.get(*figure(period, "F99")).status_code == 404

    def test_a_target_has_its_progress(self, county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
        aim(period, county.federation, "F01", 4)
        text = sign_in(county["county_officer"]).get(*board(period)).content.decode()
        assert '<progress max="100" value="75"' in text
        assert "目标 4条 · 75%" in text

    def test_a_union_that_stood_elsewhere_then_is_told_and_cannot_be_opened(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        with everything("test"):
            tree.move(actor=county["county_officer"], obj=county.mill, parent=county.meicheng, day=date(2015, 1, 1))
        answer = sign_in(county["town_officer"]).get(*figure(period, "F01"))
        assert [(node.pk, part.printed, bool(url)) for node, part, url in answer.context["parts"]] == [
            (county.plant.pk, "1", True),
            (county.mill.pk, "1", False),
        ]

    def test_a_closed_period_says_which_edition(self, county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
        client = sign_in(county["county_officer"])
        assert "数据截至" in client.get(*board(period)).content.decode()
        seal(period, county)
        assert "第 1 版" in client.get(*board(period)).content.decode()


class TestTheWayDown:
    def test_the_records_are_as_many_as_the_figure_says(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        found = sign_in(county["town_officer"]).get(*figure(period, "F01"))
        assert [(row.title, row.union, row.day) for row, _ in found.context["records"]] == [
            ("建议0", "建德市白沙化工有限公司工会", date(2014, 5, 4)),
            ("建议1", "建德市新安江纺织有限公司工会", date(2014, 5, 5)),
        ]
        assert found.context["line"].cell.evidence == 2
        assert sign_in(county["town_officer"]).get(found.context["records"][0][1]).status_code == 200

    def test_who_sees_more_is_shown_the_records_of_the_branch_that_is_asked_for(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        found = sign_in(county["county_officer"]).get(*figure(period, "F01", union=county.meicheng.pk))
        assert [row.title for row, _ in found.context["records"]] == ["建议2"]
        assert found.context["seen"] == 1

    def test_a_member_who_has_gone_counts_and_is_not_named(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        pass_on(county, county.quarry, date(2015, 1, 1))
        found = sign_in(county["base_officer"]).get(*figure(period, "M01"))
        assert sorted(row.title for row, _ in found.context["records"]) == ["", "王伟", "陈晓燕"]
        assert "档案已转至其他工会" in found.content.decode()
        assert found.context["line"].printed == "3"

    def test_records_of_a_union_that_has_left_the_branch_are_said_to_be_there(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        with everything("test"):
            tree.move(actor=county["county_officer"], obj=county.mill, parent=county.meicheng, day=date(2015, 1, 1))
        found = sign_in(county["town_officer"]).get(*figure(period, "F01"))
        assert [row.title for row, _ in found.context["records"]] == ["建议0"]
        assert "共 2 条，其中 1 条现由其他工会管理" in found.content.decode()

    def test_page_follows_page_to_the_last_record(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        with everything("test"):
            for number in range(60):
                add_member(county.mill, f"何平{number}", f"3301821992030400{number:02}", joined_on=date(2014, 6, 1))
        client, titles, address = sign_in(county["town_officer"]), [], figure(period, "F55")[0]
        while address:
            answer = client.get(address)
            titles += [row.title for row, _ in answer.context["records"]]
            address = answer.context["more"]
        assert sorted(titles) == sorted(f"何平{number}" for number in range(60))
        assert client.get(*figure(period, "F55", after="x")).status_code == 404

    def test_a_leader_without_the_right_to_the_roster_sees_the_figure_alone(
        self, county: County, period: ReportingPeriod, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(RIGHTS, Role.COUNTY_LEADER, RIGHTS[Role.COUNTY_LEADER] - {"members.view_member"})
        text = sign_in(county["county_leader"]).get(*figure(period, "M01")).content.decode()
        assert "无权查看构成它的记录" in text
        assert "陈晓燕" not in text

    def test_an_entered_figure_shows_its_source_and_basis(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        told = {"closeness": Closeness.MORE, "basis": "2014 年工作总结第 7 段", "wording": "16000余人次"}
        enter(period, county.federation, "F10", "16000", **told)
        enter(period, county.plant, "F10", "1200")
        found = sign_in(county["county_officer"]).get(*figure(period, "F10"))
        assert [(row.union.pk, number) for row, number, _ in found.context["entries"]] == [
            (county.federation.pk, "16000余"),
            (county.plant.pk, "1200"),
        ]
        assert "2014 年工作总结第 7 段" in found.content.decode()
        below = sign_in(county["base_officer"]).get(*figure(period, "F10"))
        assert [row.union.pk for row, _, _ in below.context["entries"]] == [county.plant.pk]

    def test_a_share_leads_to_what_it_is_a_share_of(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        found = sign_in(county["county_officer"]).get(*figure(period, "M04"))
        assert [part.code for part, _ in found.context["made_of"]] == ["M02", "M01"]

    def test_of_a_closed_period_the_figure_is_the_sealed_one(
        self, county: County, period: ReportingPeriod, sign_in: SignIn
    ) -> None:
        seal(period, county)
        pass_on(county, county.quarry, date(2014, 12, 1))
        found = sign_in(county["base_officer"]).get(*figure(period, "M01"))
        assert found.context["line"].printed == "3"
        assert "关账时 3 条，现在台账中能看到 2 条" in found.content.decode()

    @pytest.mark.parametrize(
        "code",
        ["F01", "F02", "K01", "K06", "K08", "K09", "F54", "U01", "U02", "U03", "F55", "M02", "M05", "M06", "M07"],
    )
    def test_every_computed_figure_can_be_followed(
        self, county: County, period: ReportingPeriod, sign_in: SignIn, code: str
    ) -> None:
        found = sign_in(county["county_officer"]).get(*figure(period, code))
        assert (found.status_code, found.context["seen"]) == (200, found.context["line"].cell.evidence)


@pytest.mark.parametrize("name", ["county_officer", "base_officer"])
def test_a_warm_dashboard_asks_as_much_for_one_union_as_for_eight(
    county: County, period: ReportingPeriod, sign_in: SignIn, django_assert_num_queries: Any, name: str
) -> None:
    client = sign_in(county[name])
    client.get(*board(period))
    with django_assert_num_queries(21):
        client.get(*board(period))
