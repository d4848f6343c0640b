"""The register of ideas and that of campaigns, as officers meet them."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competitions.choices import ProposalState as S
from competitions.models import Award, Campaign, Proposal, Review
from desk.cases import services as cases
from desk.vault.scope import everything
from tests.access.filled import filled
from tests.competitions.ideas import add_proposal
from tests.county import County, add_person
from tests.members.test_registers import act, text
from unions.choices import Role
from unions.models import User

SignIn = Callable[[User], Client]


def listed(client: Client, **query: str) -> list[str]:
    page = client.get(f"/proposals/?{urlencode(query)}").content.decode()
    return re.findall(r'<td data-label="题目" class="primary"><a [^>]*>([^<]+)</a>', page)


def add(county: County, union: Any, title: str, state: str = S.NEW, **fields: Any) -> Proposal:
    with everything("test"):
        return add_proposal(union, county.record("campaigns"), state, title=title, **fields)


class TestList:
    def test_each_sees_the_ideas_of_the_branch_and_those_sent_there(self, county: County, sign_in: SignIn) -> None:
        add(county, county.quarry, "石粉回收", S.ASSIGNED, handler=county.xinanjiang)
        seen = {name: listed(sign_in(county[name])) for name in ("county_leader", "town_officer", "base_officer")}
        assert seen == {
            "county_leader": ["石粉回收", "余热回收"],
            "town_officer": ["石粉回收", "余热回收"],
            "base_officer": ["余热回收"],
        }
        assert listed(sign_in(county["other_base_officer"])) == ["石粉回收"]

    def test_a_list_of_three_asks_as_often_as_a_list_of_one(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["county_officer"])
        client.get("/proposals/")
        asked = []
        for titles in ((), ("二", "三")):
            for title in titles:
                add(county, county.mill, title)
            with CaptureQueriesContext(connection) as queries:
                names = listed(client)
            asked.append((len(names), len(queries)))
        assert asked[0][0] == 1
        assert asked[1] == (3, asked[0][1])

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"waits_for_me": "here"}, ["待初审的"]),
            ({"unread": "false"}, ["已采纳的"]),
            ({"is_golden": "true"}, ["已采纳的"]),
            ({"published": "true"}, ["已采纳的"]),
            ({"state": "adopted"}, ["已采纳的"]),
            ({"is_anonymous": "true"}, ["待初审的"]),
            ({"q": "dcs"}, ["待初审的"]),
            ({"q": "节水"}, ["待初审的"]),
            ({"lamp": "red"}, ["待初审的"]),
        ],
    )
    def test_it_is_narrowed(self, county: County, sign_in: SignIn, query: dict[str, str], found: list[str]) -> None:
        with everything("test"):
            Proposal.objects.all().delete()
        add(county, county.mill, "待初审的", is_anonymous=True, measure="节水。", due_on="2014-05-01")
        golden = {"is_golden": True, "golden_year": 2014, "published_on": "2014-06-01", "is_unread": False}
        add(county, county.mill, "已采纳的", S.ADOPTED, handler=county.xinanjiang, **golden)
        assert listed(sign_in(county["county_officer"]), **query) == found

    def test_many_are_assigned_at_once_and_the_filter_stays(self, county: County, sign_in: SignIn) -> None:
        picked = [add(county, county.mill, title, S.ACCEPTED).pk for title in ("一", "二")]
        answers = {
            "handler": county.xinanjiang.pk,
            "department": "技术科",
            "confirmed": "1",
            "number": "2",
            "once": "a",
        }
        done = sign_in(county["county_officer"]).post(
            "/proposals/bulk/?state=accepted", {"action": "assign", "pk": picked, **answers}
        )
        assert done["Location"].startswith("/proposals/?state=accepted&batch=")
        with everything("test"):
            assert [row.handler_name for row in Proposal.objects.filter(state="assigned")] == [
                "建德市新安江街道总工会"
            ] * 2

    def test_one_of_many_that_cannot_be_accepted_leaves_the_others_done(self, county: County, sign_in: SignIn) -> None:
        picked = [add(county, county.mill, "一", S.SCREENED).pk, add(county, county.mill, "二", S.ADOPTED).pk]
        sign_in(county["county_officer"]).post(
            "/proposals/bulk/", {"action": "accept", "pk": picked, "confirmed": "1", "number": "2", "once": "a"}
        )
        with everything("test"):
            states = dict(Proposal.objects.filter(pk__in=picked).values_list("title", "state"))
        assert states == {"一": "accepted", "二": "adopted"}


class TestOne:
    def test_its_page_names_the_way_the_points_and_the_award(self, county: County, sign_in: SignIn) -> None:
        idea = add(county, county.mill, "余料回收", S.REWARDED, handler=county.xinanjiang)
        with everything("test"):
            rows = [{"title": "创新性", "weight": 30, "most": 10, "points": 9}]
            Review.objects.create(proposal=idea, reviewer=county["town_officer"], scores=rows, total=90)
            Award.objects.create(
                proposal=idea,
                level="first",
                amount=Decimal(1000),
                certificate_no="JDJ20140001",
                awarded_on="2014-05-01",
            )
        page = text(sign_in(county["county_officer"]).get(f"/proposals/{idea.pk}/"))
        for said in (idea.receipt_no, "创新性 9/10", "平均 90.00 分", "一等奖", "JDJ20140001", "打印荣誉证书"):
            assert said in page

    def test_points_are_given_on_a_page_with_a_number_for_each_criterion(self, county: County, sign_in: SignIn) -> None:
        idea = add(county, county.mill, "余料回收", S.ASSIGNED, handler=county.xinanjiang)
        with everything("test"):
            first, second = county.record("campaigns").criteria.all()
        client = sign_in(county["town_officer"])
        url = f"/proposals/{idea.pk}/do/score/"
        refused = act(client, url, **{f"criterion_{first.pk}": "11", f"criterion_{second.pk}": "5"})
        assert refused.status_code == 200
        with everything("test"):
            assert not Review.objects.exists()
        assert act(client, url, **{f"criterion_{first.pk}": "9", f"criterion_{second.pk}": "10"}).status_code == 302
        with everything("test"):
            assert Review.objects.get().total == 62

    def test_what_cannot_be_done_yet_or_by_this_person_is_told_and_not_offered(
        self, county: County, sign_in: SignIn
    ) -> None:
        idea = add(county, county.mill, "余料回收", S.ASSIGNED, handler=county.xinanjiang)

        def told(name: str) -> tuple[list[str], set[str]]:
            html = sign_in(county[name]).get(f"/proposals/{idea.pk}/").content.decode()
            notes = re.findall(r'<p class="note note-amber">.*?</svg>\s*(.*?)</p>', html, re.DOTALL)
            return notes, {"score", "review", "adopt", "not_adopt"} & set(re.findall(r"/do/(\w+)/", html))

        assert told("town_officer") == (["还没有评分表，请先评分。"], {"score"})
        with everything("test"):
            Review.objects.create(proposal=idea, reviewer=county["county_officer"], scores=[], total=80)
        assert told("town_officer") == ([], {"score", "review"})
        with everything("test"):
            cases.move(actor=county["town_officer"], obj=idea, slug="review")
        reason = "您给这条建议评过分，不能再决定是否采纳。评分表已保留，请交另一位同事决定。"
        assert told("county_officer") == ([reason], set())
        county.people["second"] = add_person("second", Role.COUNTY_OFFICER, county.federation, "周敏")
        assert told("second") == ([], {"adopt", "not_adopt"})

    def test_it_is_assigned_on_a_page(self, county: County, sign_in: SignIn) -> None:
        idea = add(county, county.mill, "余料回收", S.ACCEPTED)
        url = f"/proposals/{idea.pk}/do/assign/"
        answered = act(sign_in(county["county_officer"]), url, handler=county.xinanjiang.pk, department="技术科")
        assert answered.status_code == 302
        with everything("test"):
            assert Proposal.objects.get(pk=idea.pk).state == "assigned"

    def test_what_it_is_merged_into_is_chosen_among_the_visible_ones(self, county: County, sign_in: SignIn) -> None:
        idea, other = add(county, county.mill, "余料回收"), add(county, county.quarry, "石粉回收")
        gone = add(county, county.quarry, "撤回的", S.WITHDRAWN)
        page = sign_in(county["county_officer"]).get(f"/proposals/{idea.pk}/do/merge/").content.decode()
        assert str(other.pk) in page
        assert str(gone.pk) not in page

    def test_a_certificate_is_printed_once_there_is_one(self, county: County, sign_in: SignIn) -> None:
        client, idea = sign_in(county["county_officer"]), county.record("proposals")
        assert client.get(f"/proposals/{idea.pk}/certificate/").status_code == 302
        rewarded = add(county, county.mill, "余料回收", S.REWARDED)
        with everything("test"):
            Award.objects.create(
                proposal=rewarded,
                level="first",
                amount=Decimal(1),
                certificate_no="JDJ20140001",
                awarded_on="2014-05-01",
            )
        assert client.get(f"/proposals/{rewarded.pk}/certificate/").content[:5] == b"%PDF-"

    def test_the_telephone_is_masked_and_the_code_is_nowhere(self, county: County, sign_in: SignIn) -> None:
        idea = county.record("proposals")
        page = sign_in(county["county_officer"]).get(f"/proposals/{idea.pk}/").content.decode()
        assert "13900000006" not in page
        assert "139****0006" not in page
        assert "******" in page
        assert idea.code_digest not in page


class TestCampaigns:
    def test_it_is_opened_with_its_criteria(self, county: County, sign_in: SignIn) -> None:
        answered = act(
            sign_in(county["county_officer"]),
            "/campaigns/new/",
            title="五小竞赛",
            union=county.federation.pk,
            intro="人人献计。",
            opens_on="2014-03-01",
            closes_on="2014-06-30",
            judged_by="创新性 30 10\n可行性 70 20",
        )
        assert answered.status_code == 302
        with everything("test"):
            assert [row.weight for row in Campaign.objects.get(title="五小竞赛").criteria.all()] == [30, 70]

    @pytest.mark.parametrize("line", ["创新性", "创新性 0 10", "创新性 30 101", "创新性 高 10"])
    def test_a_line_that_is_no_criterion_is_named(self, county: County, sign_in: SignIn, line: str) -> None:
        url = f"/campaigns/{county.record('campaigns').pk}/edit/"
        page = act(sign_in(county["county_officer"]), url, judged_by=f"可行性 70 20\n{line}")
        assert "第 2 行写法不对" in text(page)

    def test_criteria_that_two_changed_are_set_side_by_side_as_they_were_typed(
        self, county: County, sign_in: SignIn
    ) -> None:
        campaign, client = county.record("campaigns"), sign_in(county["county_officer"])
        url = f"/campaigns/{campaign.pk}/edit/"
        early, late = client.get(url), client.get(url)
        client.post(url, {**filled(early), "judged_by": "创新性 50 10\n可行性 50 20"})
        page = text(client.post(url, {**filled(late), "judged_by": "创新性 60 10\n可行性 40 20"}))
        assert "创新性 50 10；可行性 50 20" in page
        assert "创新性 60 10；可行性 40 20" in page

    def test_its_ideas_are_counted_as_far_as_one_sees_them(self, county: County, sign_in: SignIn) -> None:
        add(county, county.quarry, "石粉回收")
        counts = {
            name: re.findall(
                r'<td data-label="征集条数"[^>]*>(\d+)<', sign_in(county[name]).get("/campaigns/").content.decode()
            )
            for name in ("county_officer", "base_officer")
        }
        assert counts == {"county_officer": ["2"], "base_officer": ["1"]}
