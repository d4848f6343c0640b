"""The roster and the transfers, as officers meet them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.jobs.execution import execute
from desk.jobs.models import Job
from desk.registers.dated import span
from desk.vault.scope import everything
from members.choices import Began, Ended, MemberState, TransferState
from members.models import Member, Membership, Transfer
from members.registers import MemberRegister
from members.services import transfers
from tests.county import County, add_member, add_person, add_transfer
from unions.choices import Role
from unions.models import Standing, User

SignIn = Callable[[User], Client]
NUMBERS = ("330182198808080035", "330182199912310069", "330182200002290041")


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def listed(client: Client, path: str, **query: str) -> list[str]:
    """The names in the first column of a list."""
    page = client.get(f"{path}?{urlencode(query)}").content.decode()
    return re.findall(r'<td data-label="姓名" class="primary"><a [^>]*>([^<]+)</a>', page)


def act(client: Client, url: str, **answers: Any) -> Any:
    """Fill in the form at `url` as it stands, with `answers`."""
    page = client.get(url).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(once|version)" value="([^"]+)"', page))
    return client.post(url, {**hidden, **answers})


class TestRoster:
    def test_each_sees_the_members_of_the_own_branch(self, county: County, sign_in: SignIn) -> None:
        assert {who: listed(sign_in(county[who]), "/members/") for who in ("base_officer", "county_leader")} == {
            "base_officer": ["陈晓燕", "陈晓燕", "王伟"],
            "county_leader": ["陈晓燕", "陈晓燕", "王伟", "叶建国"],
        }
        assert listed(sign_in(county["other_base_officer"]), "/members/") == ["叶建国"]

    def test_a_list_of_three_asks_as_often_as_a_list_of_one(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["other_base_officer"])
        client.get("/members/")
        asked = []
        for numbers in ((), NUMBERS[:2]):
            with everything("test"):
                for number in numbers:
                    add_member(county.quarry, "石匠", number, employer=county.quarry_company)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                names = listed(client, "/members/")
            asked.append((len(names), len(queries)))
        assert asked == [(1, 21), (3, 21)]

    def test_of_the_union_and_the_employer_only_the_names_are_read(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["base_officer"])
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/members/").content.decode()
        [asked] = [q["sql"] for q in queries if "members_member" in q["sql"] and "ORDER BY" in q["sql"]]
        assert re.findall(r'"(unions_\w+"\."\w+)"(?=,| FROM)', asked) == [
            'unions_unionorg"."id',
            'unions_unionorg"."name',
            'unions_employer"."id',
            'unions_employer"."name',
        ]
        assert 'data-label="用人单位" class="">建德市' in page

    def test_a_file_merged_into_another_is_in_no_list(self, county: County, sign_in: SignIn) -> None:
        with everything("test"):
            other = county.record("transfers").member
            Member.objects.filter(pk=other.pk).update(state=MemberState.MERGED, merged_into=county.member)
        client = sign_in(county["base_officer"])
        assert listed(client, "/members/") == ["陈晓燕", "陈晓燕"]
        assert client.get(f"/members/{other.pk}/").status_code == 404

    @pytest.mark.parametrize("question", ["陈晓燕", "晓", "chenxiaoyan", "cxy", "CXY"])
    def test_a_name_is_found_by_characters_pinyin_and_initials(
        self, county: County, sign_in: SignIn, question: str
    ) -> None:
        assert listed(sign_in(county["base_officer"]), "/members/", q=question) == ["陈晓燕", "陈晓燕"]

    def test_an_identity_number_is_found_by_posting_it(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["base_officer"])
        found = client.post("/members/find/", {"value": "330182198503150020"})
        assert found["Location"] == f"/members/{county.member.pk}/"
        hidden = client.post("/members/find/", {"value": "330182197901010133"})  # at the quarry
        assert hidden["Location"] == "/members/"

    def test_the_identity_number_is_masked_in_the_list_and_on_the_page(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["base_officer"])
        for path in ("/members/", f"/members/{county.member.pk}/"):
            page = client.get(path).content.decode()
            assert "330182********0020" in page
            assert "330182198503150020" not in page
            assert "1985-03-15" not in page

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"state": "active"}, ["陈晓燕", "陈晓燕", "王伟", "叶建国"]),
            ({"is_migrant": "true"}, ["叶建国"]),
            ({"consented": "false"}, ["陈晓燕", "王伟", "叶建国"]),
            ({"gender": "2"}, ["陈晓燕"]),
            ({"skill_grade": "4"}, ["陈晓燕"]),
            ({"born_min": "1985", "born_max": "1990"}, ["陈晓燕", "王伟"]),
            ({"joined_min": "2013-03-02"}, []),
            ({"joined_this_year": "true"}, []),
            ({"has_card": "false"}, ["陈晓燕", "陈晓燕", "王伟", "叶建国"]),
            ({"state": "retained"}, []),
        ],
    )
    def test_the_list_is_narrowed(
        self, county: County, sign_in: SignIn, query: dict[str, str], names: list[str]
    ) -> None:
        assert listed(sign_in(county["county_officer"]), "/members/", **query) == names

    def test_the_list_of_a_union_is_that_of_its_branch(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["county_officer"])
        assert listed(client, "/members/", union=str(county.xinanjiang.pk)) == ["陈晓燕", "陈晓燕", "王伟"]
        assert listed(client, "/members/", employer=str(county.chemical_works.pk)) == ["陈晓燕"]

    def test_sortings_have_an_index_of_their_own(self) -> None:
        indexed = {tuple(index.fields) for index in Member._meta.indexes}
        assert {(field, "id") for field in MemberRegister.sortings.values()} <= indexed

    def test_a_member_is_enrolled_by_the_form(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["base_officer"])
        facts = {"union": county.plant.pk, "name": "曾强", "id_number": NUMBERS[0], "joined_on": "2014-03-01"}
        made = act(client, "/members/new/", **facts)
        assert made.status_code == 302
        page = text(client.get(made["Location"]))
        assert "1988" in page
        assert "男" in page
        again = act(client, "/members/new/", **{**facts, "name": "曾强强"})
        assert "该身份证号已有会员档案" in text(again)


class TestCareer:
    def test_a_union_out_of_sight_is_not_named(self, county: County, sign_in: SignIn) -> None:
        with everything("test"):
            first = Membership.objects.get(member=county.quarryman)
            first.held, first.ended, first.reason = span(date(2013, 3, 1), date(2014, 5, 31)), Ended.TRANSFERRED, "调动"
            first.save()
            Member.objects.filter(pk=county.quarryman.pk).update(union=county.plant)
            Membership.objects.create(
                union=county.plant,
                member=county.quarryman,
                held=span(date(2014, 6, 1)),
                began=Began.TRANSFERRED,
                predecessor=first,
            )
        page = text(sign_in(county["base_officer"]).get(f"/members/{county.quarryman.pk}/"))
        assert "2013-03-01 其他工会 入会；2014-05-31 转出" in page
        assert "严州石材" not in page
        assert "调动" not in page
        page = text(sign_in(county["county_officer"]).get(f"/members/{county.quarryman.pk}/"))
        assert "2013-03-01 建德市严州石材有限公司工会 入会；2014-05-31 转出 调动" in page

    def test_a_union_is_called_what_it_was_called_then(self, county: County, sign_in: SignIn) -> None:
        with everything("test"):
            Standing.objects.filter(union=county.plant).update(name="建德市白沙化工厂工会")
        assert "建德市白沙化工厂工会 入会，至今" in text(
            sign_in(county["base_officer"]).get(f"/members/{county.member.pk}/")
        )


class TestTransfers:
    def test_what_hangs_on_the_membership_is_listed_before_one_asks(self, county: County, sign_in: SignIn) -> None:
        page = text(sign_in(county["base_officer"]).get(f"/members/{county.member.pk}/do/transfer/"))
        assert "办理后的变化" in page
        assert "用人单位 建德市白沙化工有限公司。接转后清除，由转入工会填写" in page
        assert "会籍 1 条，留在原工会供查考" in page

    def test_one_union_asks_and_the_other_agrees(self, county: County, sign_in: SignIn) -> None:
        plant, quarry = sign_in(county["base_officer"]), sign_in(county["other_base_officer"])
        asked = act(
            plant, f"/members/{county.member.pk}/do/transfer/", to_union="建德市严州石材有限公司工会", reason="调动"
        )
        assert asked.status_code == 302
        with everything("test"):
            transfer = Transfer.objects.get(member=county.member)
        assert listed(quarry, "/transfers/", waits_for_me="here") == ["陈晓燕"]
        assert listed(plant, "/transfers/", waits_for_me="here") == []
        assert "还有 30 天" in text(quarry.get("/transfers/"))
        assert plant.get(f"/transfers/{transfer.pk}/do/agree-in/").status_code == 403
        way = f'href="/members/{county.member.pk}/"'
        assert way not in quarry.get(f"/transfers/{transfer.pk}/").content.decode()
        agreed = act(quarry, f"/transfers/{transfer.pk}/do/agree-in/")
        assert agreed.status_code == 302
        assert way in quarry.get(f"/transfers/{transfer.pk}/").content.decode()  # to fill in what the transfer cleared
        assert listed(quarry, "/members/") == ["陈晓燕", "叶建国"]
        assert listed(plant, "/members/") == ["陈晓燕", "王伟"]
        assert plant.get(f"/members/{county.member.pk}/").status_code == 404

    def test_the_receiving_union_asks_by_name_and_number(self, county: County, sign_in: SignIn) -> None:
        quarry = sign_in(county["other_base_officer"])
        facts = {"to_union": county.quarry.pk, "name": "陈晓燕", "id_number": "330182198503150020"}
        refused = text(act(quarry, "/transfers/new/", **{**facts, "name": "陈小燕"}))
        assert "没有找到姓名和身份证号都相符、可以接转的会员" in refused
        assert act(quarry, "/transfers/new/", **facts).status_code == 302
        plant = sign_in(county["base_officer"])
        with everything("test"):
            transfer = Transfer.objects.get(member=county.member)
        page = text(plant.get(f"/transfers/{transfer.pk}/do/agree-out/"))
        assert "办理后的变化" in page
        assert act(plant, f"/transfers/{transfer.pk}/do/agree-out/").status_code == 302
        assert listed(quarry, "/members/") == ["陈晓燕", "叶建国"]

    def test_a_stranger_to_both_unions_finds_nothing(self, county: County, sign_in: SignIn) -> None:
        transfer = county.record("transfers")
        client = sign_in(county["other_base_officer"])
        assert listed(client, "/transfers/") == []
        for page in ("", "letter/", "do/refuse/", "history/"):
            assert client.get(f"/transfers/{transfer.pk}/{page}").status_code == 404

    def test_a_list_of_three_asks_as_often_as_a_list_of_one(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["base_officer"])
        client.get("/transfers/")
        asked = []
        for numbers in ((), NUMBERS[:2]):
            with everything("test"):
                for number in numbers:
                    add_transfer(add_member(county.plant, "调出", number), county.quarry)
            with CaptureQueriesContext(connection) as queries:
                names = listed(client, "/transfers/")
            asked.append((len(names), len(queries)))
        assert asked == [(1, 21), (3, 21)]

    def test_one_that_is_overdue_shows_a_red_lamp_and_the_union_that_has_to_answer(
        self, county: County, sign_in: SignIn
    ) -> None:
        client = sign_in(county["base_officer"])
        page = client.get("/transfers/?lamp=red").content.decode()
        assert "lamp-red" in page
        assert 'data-label="由谁办理" class="">建德市新安江纺织有限公司工会<' in page
        with everything("test"):
            transfers.lapse(date(2014, 7, 2))
        assert "lamp-red" not in client.get("/transfers/").content.decode()

    def test_the_home_of_the_base_tells_both_sides(self, county: County, sign_in: SignIn) -> None:
        with everything("test"):
            mill = add_person("mill_officer", Role.BASE_OFFICER, county.mill, "纺工")
        assert listed(sign_in(mill), "/transfers/", waits_for_me="here") == ["王伟"]


class TestPapers:
    def test_a_card_is_printed_once_it_has_a_number(self, county: County, sign_in: SignIn) -> None:
        client, page = sign_in(county["base_officer"]), f"/members/{county.member.pk}/"
        assert client.get(f"{page}card/")["Location"] == page
        assert act(client, f"{page}do/issue-card/").status_code == 302
        printed = client.get(f"{page}card/")
        assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
        assert sign_in(county["other_base_officer"]).get(f"{page}card/").status_code == 404
        assert sign_in(county["auditor"]).get(f"{page}card/").status_code == 403
        assert client.get("/members/no-key/card/").status_code == 404

    def test_a_letter_is_written_once_the_union_that_is_left_has_agreed(self, county: County, sign_in: SignIn) -> None:
        client, transfer = sign_in(county["base_officer"]), county.record("transfers")
        assert client.get(f"/transfers/{transfer.pk}/letter/").content[:5] == b"%PDF-"
        with everything("test"):
            transfer = add_transfer(county.member, county.quarry, TransferState.ASKED_OUT)
        assert client.get(f"/transfers/{transfer.pk}/letter/")["Location"] == f"/transfers/{transfer.pk}/"

    @pytest.mark.django_db(transaction=True)
    def test_cards_for_a_whole_selection_come_out_of_one_job(self, county: County, sign_in: SignIn) -> None:
        client = sign_in(county["base_officer"])
        with everything("test"):
            Member.objects.filter(name="王伟").update(state=MemberState.WITHDRAWN)
        page = client.post("/members/bulk/", {"action": "cards", "all_matching": "1"}).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(once|number)" value="([^"]+)"', page))
        assert hidden["number"] == "3"
        started = client.post("/members/bulk/", {"action": "cards", "all_matching": "1", "confirmed": "1", **hidden})
        job = Job.objects.get(kind="members.bulk.cards")
        assert started["Location"] == job.get_absolute_url()
        execute(job.pk)
        job.refresh_from_db()
        assert (job.state, job.message) == ("done", "成功 2 条，失败 1 条。")
        assert job.result
        with everything("test"):
            assert [len(m.card_no) for m in Member.objects.known().order_by("pinyin", "pk")] == [16, 16, 0, 0]
