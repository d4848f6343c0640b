"""进度查询: the one who had the idea reads what was told, and nothing else; and may add to it or take it back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from competitions.models import Proposal, ProposalEntry, ProposalFile, Review
from competitions.services import honouring, moving
from competitions.views import public_status
from desk.cases import services as cases
from desk.cases.choices import EntryKind
from desk.vault.scope import everything
from tests.competitions.views.ideas import code_on, mine, photo, send, the_only_idea
from tests.county import County, add_person
from unions.choices import Role

CANARY = "CANARY"


@pytest.fixture(name="handed_in")
def _handed_in(county: County, client: Client) -> str:
    """An anonymous idea with a phone number; gives its code."""
    page = send(client, identity="anonymous", phone="13900000077", email=f"{CANARY}@example.cn").content.decode()
    return code_on(page)


def ask(client: Client, code: str) -> str:
    return str(client.post("/ideas/status/", {"code": code}).content.decode())


def ticket_on(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found
    return found[1]


def reviewed(county: County) -> Proposal:
    """The idea, with something internal at every step, waiting for the decision."""
    officer, idea = county["county_officer"], the_only_idea()
    with everything("test"):
        idea = moving.move(actor=officer, obj=idea, slug="screen", text=f"{CANARY}-SCREEN")
        idea = moving.move(actor=officer, obj=idea, slug="accept", text="已受理，谢谢。")
        idea = moving.assign(
            actor=officer, obj=idea, handler=county.plant, department=f"{CANARY}-DEPARTMENT", text=f"{CANARY}-ASSIGN"
        )
        cases.note(actor=officer, obj=idea, text=f"{CANARY}-NOTE")
        Review.objects.create(
            proposal=idea,
            reviewer=county["base_officer"],
            scores=[{"title": f"{CANARY}-SCORE", "weight": 100, "most": 10, "points": 9}],
            total=90,
            comment=f"{CANARY}-COMMENT",
        )
        return moving.review(actor=county["base_officer"], obj=idea, text=f"{CANARY}-REVIEW")


def test_the_code_opens_the_idea_however_it_is_typed(client: Client, handed_in: str) -> None:
    for typed in (handed_in, handed_in.lower(), handed_in.replace("-", " "), f" {handed_in.replace('-', '')} "):
        page = ask(client, typed)
        assert "给三号码头装一盏声控灯" in page
        assert "待初审" in page
        assert handed_in not in page


def test_it_tells_what_comes_next_and_by_when(client: Client, handed_in: str) -> None:
    due = the_only_idea().due_on
    assert due is not None
    assert f"总工会先看内容是否完整，{due:%Y-%m-%d} 前。" in ask(client, handed_in)


def test_what_was_told_is_read_and_nothing_internal(county: County, client: Client, handed_in: str) -> None:
    idea = reviewed(county)
    with everything("test"):
        cases.reply(actor=county["county_officer"], obj=idea, text="想请您说说装在哪根柱子上。")
    page = ask(client, handed_in)
    assert "已受理，谢谢。" in page
    assert "想请您说说装在哪根柱子上。" in page
    assert CANARY not in page
    for name in ("county_officer", "base_officer"):
        assert county[name].full_name not in page
    assert "13900000077" not in page


def test_nothing_internal_stands_on_any_public_page(county: County, client: Client, handed_in: str) -> None:
    idea = reviewed(county)
    decider = _second_officer(county)
    with everything("test"):
        idea = moving.adopt(actor=decider, obj=idea, text="好主意，下月安排。")
        honouring.publish(actor=decider, obj=idea)
    status = ask(client, handed_in)
    assert "好主意，下月安排。" in status
    pages = [status, *(client.get(url).content.decode() for url in ("/", "/ideas/", f"/ideas/{idea.pk}/"))]
    pages.append(client.post("/ideas/status/withdraw/", {"ticket": ticket_on(status)}).content.decode())
    secrets = (CANARY, "13900000077", "何平", "吴亮", "白沙化工三车间", *(u.full_name for u in county.people.values()))
    for page in pages:
        assert [secret for secret in secrets if secret in page] == []
    assert all(idea.title in page for page in pages)


def test_the_reason_is_read_when_it_is_not_adopted(county: County, client: Client, handed_in: str) -> None:
    idea = reviewed(county)
    with everything("test"):
        moving.not_adopt(actor=_second_officer(county), obj=idea, text="码头明年拆除。")
    page = ask(client, handed_in)
    assert "未采纳" in page
    assert "码头明年拆除。" in page


def test_a_wrong_code_is_answered_in_the_same_words_and_only_its_source_is_slowed(
    client: Client, handed_in: str
) -> None:
    wrong = ["0" * 24, "nonsense", handed_in[:-1] + ("0" if handed_in[-1] != "0" else "1"), "x" * 60, "；DROP"]
    for code in wrong:
        page = ask(client, code)
        assert public_status.NO_SUCH_CODE in page
        assert "给三号码头" not in page
    answer = client.post("/ideas/status/", {"code": handed_in})
    assert answer.status_code == 429
    assert public_status.TOO_MANY_WRONG in answer.content.decode()
    assert "给三号码头装一盏声控灯" in ask(Client(REMOTE_ADDR="10.9.8.7"), handed_in)


def test_right_codes_are_not_counted(client: Client, handed_in: str) -> None:
    for _ in range(8):
        assert "给三号码头装一盏声控灯" in ask(client, handed_in)


def test_a_word_and_photos_are_added_once_and_make_it_unread(client: Client, handed_in: str) -> None:
    page = ask(client, handed_in)
    with everything("test"):
        Proposal.objects.update(is_unread=False)
    for _ in range(2):
        page = client.post(
            "/ideas/status/write/", {"ticket": ticket_on(page), "text": "装在第二根柱子上。", "photo_1": photo()}
        ).content.decode()
        assert "已收到您的补充" in page
    assert page.count("装在第二根柱子上。") == 1
    assert "您交来照片 1 张" in page
    assert the_only_idea().is_unread
    with everything("test"):
        (entry,) = ProposalEntry.objects.all()
        assert (entry.kind, entry.by, entry.actor_id, entry.is_public) == (EntryKind.MESSAGE, "visitor", None, True)
        assert ProposalFile.objects.count() == 1


def test_there_are_never_more_than_three_photos(client: Client, handed_in: str) -> None:
    ticket = ticket_on(ask(client, handed_in))
    three = {f"photo_{n}": photo(colour=colour) for n, colour in enumerate(("red", "blue", "green"), 1)}
    client.post("/ideas/status/write/", {"ticket": ticket, **three})
    page = client.post("/ideas/status/write/", {"ticket": ticket, "text": "还有一张", "photo_1": photo()})
    assert public_status.ALL_PHOTOS_THERE in page.content.decode()
    with everything("test"):
        assert ProposalFile.objects.count() == 3


def test_an_empty_word_is_refused_and_a_long_one_stays_to_be_cut(client: Client, handed_in: str) -> None:
    ticket = ticket_on(ask(client, handed_in))
    assert "请写点内容，或选一张照片" in client.post("/ideas/status/write/", {"ticket": ticket}).content.decode()
    long = "很" * 1001
    assert long in client.post("/ideas/status/write/", {"ticket": ticket, "text": long}).content.decode()
    with everything("test"):
        assert ProposalEntry.objects.count() == 0


def test_it_is_withdrawn_only_after_having_been_asked(client: Client, handed_in: str) -> None:
    ticket = ticket_on(ask(client, handed_in))
    page = client.post("/ideas/status/withdraw/", {"ticket": ticket}).content.decode()
    assert "撤回这条建议吗？" in page
    assert the_only_idea().state == "new"
    done = client.post("/ideas/status/withdraw/", {"ticket": ticket_on(page), "sure": "1", "text": "写重了"})
    assert "已撤回，工会不再办理这条建议。" in done.content.decode()
    assert the_only_idea().state == "withdrawn"
    again = client.post("/ideas/status/withdraw/", {"ticket": ticket, "sure": "1"})
    assert "不能办理“本人撤回”" in again.content.decode()


@pytest.mark.parametrize("page", ["write", "withdraw"])
@pytest.mark.parametrize("ticket", ["", "forged", "a:b:c"])
def test_a_ticket_that_is_none_leads_back_to_the_code(client: Client, handed_in: str, page: str, ticket: str) -> None:
    answer = client.post(f"/ideas/status/{page}/", {"ticket": ticket, "sure": "1", "text": "x"})
    assert (answer.status_code, answer["Location"]) == (302, "/ideas/status/")
    assert the_only_idea().state == "new"


def test_a_ticket_runs_out_after_half_an_hour(client: Client, handed_in: str, monkeypatch: Any) -> None:
    ticket = ticket_on(ask(client, handed_in))
    later = (timezone.now() + timedelta(minutes=31)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    answer = client.post("/ideas/status/write/", {"ticket": ticket, "text": "x"})
    assert answer.status_code == 302


def test_after_a_merge_the_author_follows_the_other_one(county: County, client: Client, handed_in: str) -> None:
    my_own = the_only_idea()
    send(client, title="码头照明", identity="named")
    officer = county["county_officer"]
    with everything("test"):
        other = mine().exclude(pk=my_own.pk).get()
        moving.merge(actor=officer, obj=my_own, successor=other, text="与另一条相同。")
        cases.message(obj=other, text=f"{CANARY}：这是另一个人说的。")
        other = moving.move(actor=officer, obj=other, slug="screen")
        moving.move(actor=officer, obj=other, slug="accept", text="两条一起受理。")
    page = ask(client, handed_in)
    assert "已并案" in page
    assert "已并入内容相同的另一条。那一条：已受理" in page
    assert "两条一起受理。" in page
    assert CANARY not in page
    assert "何平" not in page
    assert "码头照明" not in page


def test_nothing_of_the_code_is_in_an_address_or_a_title(client: Client, handed_in: str) -> None:
    page = ask(client, handed_in)
    for group in handed_in.split("-"):
        assert group not in page
    assert client.get("/ideas/status/", {"code": handed_in}).content.decode().count(handed_in) == 0


def _second_officer(county: County) -> Any:
    with everything("test"):
        return add_person("second_officer", Role.COUNTY_OFFICER, county.federation, "沈兰")
