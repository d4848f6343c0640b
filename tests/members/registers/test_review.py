"""The review list and the applications, as officers work with them in the browser."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from desk.vault.scope import everything
from members.choices import HintState, MemberState
from members.models import DuplicateHint, Member, MembershipApplication
from tests.county import County, add_member
from unions.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def hint(county: County) -> DuplicateHint:
    """Two files of 陈晓燕, one at the plant, one at the mill; a pair for the town."""
    with everything("test"):
        other = add_member(county.mill, "陈晓燕", "330182198503150063", birthday=date(1985, 3, 15))
        first, second = sorted((county.member, other), key=lambda member: member.pk)
        return DuplicateHint.objects.create(
            union=county.xinanjiang, one=first, other=second, grounds="姓名和出生日期相同"
        )


def do(client: Client, url: str, version: int = 1, **answers: str) -> str:
    """Sends the form of an action; gives the page it leads to."""
    return client.post(url, {"version": version, "once": "x" * 22, **answers}, follow=True).content.decode()


def test_both_files_stand_side_by_side_under_masks(county: County, hint: DuplicateHint, sign_in: SignIn) -> None:
    page = sign_in(county["town_officer"]).get(f"/duplicates/{hint.pk}/").content.decode()
    assert "建德市白沙化工有限公司工会" in page
    assert "建德市新安江纺织有限公司工会" in page
    assert "330182********0063" in page
    assert "330182198503150063" not in page
    assert "1985-03-15" not in page


def test_before_a_merge_one_reads_what_will_move(county: County, hint: DuplicateHint, sign_in: SignIn) -> None:
    page = sign_in(county["town_officer"]).get(f"/duplicates/{hint.pk}/do/keep-one/").content.decode()
    assert "1 条，移到保留的档案" in page
    assert "作废，不再计入统计" in page


@pytest.mark.parametrize(("action", "kept"), [("keep-one", "one"), ("keep-other", "other")])
def test_the_officer_chooses_which_file_stays_and_can_take_it_back(
    county: County, hint: DuplicateHint, sign_in: SignIn, action: str, kept: str
) -> None:
    client, url = sign_in(county["town_officer"]), f"/duplicates/{hint.pk}/"
    assert "已合并" in do(client, f"{url}do/{action}/", reason="本人到场核对")
    with everything("test"):
        gone = Member.objects.get(merged_into=getattr(hint, kept), pk__in=(hint.one_id, hint.other_id))
        assert {gone.pk, gone.merged_into_id} == {hint.one_id, hint.other_id}
    assert "撤销合并" in client.get(url).content.decode()
    assert "恢复原状" in do(client, f"{url}do/undo/")
    with everything("test"):
        assert Member.objects.get(pk=gone.pk).state == MemberState.ACTIVE
        assert DuplicateHint.objects.get(pk=hint.pk).state == HintState.OPEN


def test_not_the_same_person_is_remembered(county: County, hint: DuplicateHint, sign_in: SignIn) -> None:
    client = sign_in(county["town_officer"])
    assert "不是同一人" in do(client, f"/duplicates/{hint.pk}/do/not-same/")
    with everything("test"):
        assert DuplicateHint.objects.get(pk=hint.pk).state == HintState.NOT_SAME


def test_who_sees_only_one_of_the_files_does_not_see_the_pair(
    county: County, hint: DuplicateHint, sign_in: SignIn
) -> None:
    assert sign_in(county["base_officer"]).get(f"/duplicates/{hint.pk}/").status_code == 404
    assert sign_in(county["county_leader"]).get(f"/duplicates/{hint.pk}/do/keep-one/").status_code == 403


@pytest.fixture
def application(county: County) -> MembershipApplication:
    """方小燕 asks the plant."""
    with everything("test"):
        return MembershipApplication.objects.create(
            union=county.plant,
            name="方小燕",
            id_number="330182199207080042",
            phone="13900000088",
            employer_name="建德市白沙化工有限公司",
            consent_at=timezone.now(),
            code_digest="0" * 64,
        )


def test_agreeing_opens_a_file_that_the_application_leads_to(
    county: County, application: MembershipApplication, sign_in: SignIn
) -> None:
    client, url = sign_in(county["base_officer"]), f"/applications/{application.pk}/"
    assert "同意入会" in client.get(url).content.decode()
    page = do(client, f"{url}do/accept/", joined_on="2015-05-01", employer=str(county.chemical_works.pk))
    assert "会员档案已建立" in page
    with everything("test"):
        member = Member.objects.get(name="方小燕")
        assert member.employer == county.chemical_works
    assert f"/members/{member.pk}/" in page


def test_of_somebody_on_file_elsewhere_the_page_says_what_to_do_and_keeps_the_answers(
    county: County, application: MembershipApplication, sign_in: SignIn
) -> None:
    with everything("test"):
        add_member(county.quarry, "方小燕", "330182199207080042", birthday=date(1992, 7, 8))
    page = do(
        sign_in(county["base_officer"]),
        f"/applications/{application.pk}/do/accept/",
        joined_on="2015-05-01",
        position="电工",
    )
    assert "会籍接转" in page
    assert 'value="电工"' in page


def test_a_refusal_wants_a_reason(county: County, application: MembershipApplication, sign_in: SignIn) -> None:
    client, url = sign_in(county["base_officer"]), f"/applications/{application.pk}/do/refuse/"
    assert "已答复不同意" not in do(client, url, answer="")
    assert "已答复不同意" in do(client, url, answer="劳动关系不在本单位")


def test_another_base_union_sees_nothing_of_it(
    county: County, application: MembershipApplication, sign_in: SignIn
) -> None:
    assert sign_in(county["other_base_officer"]).get(f"/applications/{application.pk}/").status_code == 404
