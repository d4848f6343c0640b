"""The pages of the notices: one's own, and the outbox."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.notices.models import Notice
from tests.county import County
from tests.desk.notices.rows import PHONE, a_message, a_notice
from unions.models import User

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def client(sign_in: SignIn, base_officer: User) -> Client:
    """Signed in as the person who is told things."""
    return sign_in(base_officer)


def page(client: Client, url: str = "/notices/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(html: str) -> list[tuple[str, bool]]:
    """The headings on the page, and whether each is marked as unread: in a word, and in bold."""
    found = re.findall(r'<li class="notice( unread)?">.*?<strong>(.*?)</strong>(.*?)</li>', html, re.DOTALL)
    for bold, _, rest in found:
        assert bool(bold) == ("未读</span>" in rest)
    return [(heading, bool(bold)) for bold, heading, _ in found]


# --- one's own --------------------------------------------------------------------------------------------------------
def test_ones_own_notices_are_listed_the_newest_first(client: Client, base_officer: User, town_officer: User) -> None:
    for number, subject in enumerate(("先来的", "后来的")):
        notice = a_notice(base_officer, subject, subject=subject)
        Notice.objects.filter(pk=notice.pk).update(created_at=Now() - timedelta(hours=2 - number))
    Notice.objects.filter(subject="先来的").update(read_at=Now())
    a_notice(town_officer, "foreign", subject="别人的")
    a_message()
    assert rows(page(client)) == [("后来的", True), ("先来的", False)]
    assert rows(page(client, "/notices/?state=unread")) == [("后来的", True)]


def test_a_notice_is_text_and_no_markup(client: Client, base_officer: User) -> None:
    a_notice(base_officer, text="<b>粗</b>")
    assert "<small>&lt;b&gt;粗&lt;/b&gt;</small>" in page(client)


def test_opening_marks_as_read_and_goes_where_it_leads(client: Client, base_officer: User) -> None:
    notice = a_notice(base_officer, url="/jobs/")
    action = re.findall(r'method="post" action="(/notices/[0-9a-f-]+/open/)"', page(client))
    answer = client.post(action[0])
    assert (answer.status_code, answer["Location"]) == (302, "/jobs/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_notice_that_leads_nowhere_leads_back_to_the_list(client: Client, base_officer: User) -> None:
    notice = a_notice(base_officer)
    assert client.post(f"/notices/{notice.pk}/open/")["Location"] == "/notices/"


def test_looking_alone_reads_nothing(client: Client, base_officer: User) -> None:
    notice = a_notice(base_officer)
    page(client)
    assert client.get(f"/notices/{notice.pk}/open/").status_code == 405
    assert Notice.objects.unread().count() == 1


def test_another_persons_notice_does_not_open(client: Client, town_officer: User) -> None:
    notice = a_notice(town_officer, url="/jobs/")
    assert client.post(f"/notices/{notice.pk}/open/").status_code == 404
    assert Notice.objects.unread().count() == 1


def test_all_that_the_page_showed_is_marked_at_once_and_no_more(client: Client, base_officer: User) -> None:
    for number in range(3):
        a_notice(base_officer, f"told:{number}")
    until = re.findall(r'name="until" value="([^"]+)"', page(client))[0]
    late = a_notice(base_officer, "late")
    Notice.objects.filter(pk=late.pk).update(created_at=timezone.now() + timedelta(seconds=1))
    answer = client.post("/notices/read/", {"until": until}, follow=True)
    assert "3 条通知已标为已读。" in answer.content.decode()
    assert list(Notice.objects.unread()) == [late]


@pytest.mark.parametrize("until", ["", "gestern", "2014-05-12T10:00:00", "2014-13-45T99:00:00+08:00"])
def test_a_moment_nobody_wrote_marks_nothing(client: Client, base_officer: User, until: str) -> None:
    a_notice(base_officer)
    assert client.post("/notices/read/", {"until": until}).status_code == 302
    assert Notice.objects.unread().count() == 1


def test_the_button_is_there_only_while_something_is_unread(client: Client, base_officer: User) -> None:
    assert "全部标为已读" not in page(client)
    assert "没有通知" in page(client)
    a_notice(base_officer)
    assert "全部标为已读" in page(client)


def test_a_long_list_has_pages_that_keep_what_is_asked(client: Client, base_officer: User) -> None:
    for number in range(21):
        a_notice(base_officer, f"told:{number}")
    html = page(client, "/notices/?state=unread")
    assert len(rows(html)) == 20
    assert 'href="?state=unread&amp;page=2"' in html
    assert "显示第 1–20 条，共 21 条" in html
    assert len(rows(page(client, "/notices/?state=unread&page=2"))) == 1


@pytest.mark.parametrize(("query", "status"), [("state=x", 404), ("page=x", 200), ("page=-1", 200), ("page=9999", 200)])
def test_parameters_nobody_offers_do_no_harm(client: Client, query: str, status: int) -> None:
    assert client.get(f"/notices/?{query}").status_code == status


# --- the bell ---------------------------------------------------------------------------------------------------------
def rung(html: str) -> str:
    """What the bell in the bar says."""
    return re.findall(r'<a class="topbar-link" href="/notices/" aria-label="([^"]+)"', html)[0]


def test_the_bell_counts_what_is_unread_on_every_page(client: Client, base_officer: User, town_officer: User) -> None:
    a_notice(town_officer, "foreign")
    assert rung(page(client, "/jobs/")) == "通知"
    for number in range(3):
        a_notice(base_officer, f"told:{number}")
    Notice.objects.filter(key="told:1").update(read_at=Now())
    assert rung(page(client, "/jobs/")) == "通知，2 条未读"


@pytest.mark.parametrize(
    ("number", "told"), [(99, "通知，99 条未读"), (100, "通知，99+ 条未读"), (101, "通知，99+ 条未读")]
)
def test_the_bell_counts_no_further_than_it_can_tell(
    client: Client, base_officer: User, number: int, told: str
) -> None:
    Notice.objects.bulk_create(
        Notice(to=base_officer, key=f"k{n}", topic="t", subject="事", state="sent", sent_at=timezone.now())
        for n in range(number)
    )
    assert rung(page(client, "/jobs/")) == told


def test_the_bell_costs_one_query_and_a_page_without_a_bar_none(client: Client, base_officer: User) -> None:
    a_notice(base_officer)

    def asked(**headers: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.get("/jobs/", headers=headers)
        return [query["sql"] for query in captured if "notices_notice" in query["sql"]]

    assert len(asked()) == 1
    assert "LIMIT 100" in asked()[0]
    assert asked(**{"HX-Request": "true"}) == []


# --- the outbox -------------------------------------------------------------------------------------------------------
@pytest.fixture
def admin(sign_in: SignIn, county: County) -> Client:
    """Signed in as the system administration."""
    return sign_in(county["system_admin"])


def given_up() -> Notice:
    notice = a_message("given up", subject="没发出的")
    Notice.objects.filter(pk=notice.pk).update(state="sending", leased_until=Now(), attempts=6)
    Notice.objects.filter(pk=notice.pk).update(state="failed", leased_until=None, last_error="短信网关没有应答。")
    return notice


def subjects(html: str) -> list[str]:
    return re.findall(r'data-label="标题">(.*?)<small>', html)


def test_the_outbox_shows_what_is_unsent_and_why_with_the_address_masked(admin: Client, base_officer: User) -> None:
    given_up()
    a_message("waiting", subject="等着的")
    sent = a_message("sent", subject="发出的")
    Notice.objects.filter(pk=sent.pk).update(state="sending", leased_until=Now())
    Notice.objects.filter(pk=sent.pk).update(state="sent", leased_until=None, sent_at=Now())
    a_notice(base_officer, subject="站内的")
    html = page(admin, "/notices/outbox/")
    assert subjects(html) == ["等着的", "没发出的"]
    assert "139****0017" in html
    assert PHONE not in html
    assert html.count("短信网关没有应答。") == 1
    assert html.count("再次发送 ") == 1  # of the one that was given up
    assert subjects(page(admin, "/notices/outbox/?state=failed")) == ["没发出的"]


def test_one_that_was_given_up_is_sent_again_from_the_page(admin: Client) -> None:
    notice = given_up()
    action = re.findall(r'action="(/notices/outbox/[^"]+/resend/)"', page(admin, "/notices/outbox/"))
    answer = admin.post(action[0], follow=True).content.decode()
    assert "“没发出的”已重新放入待发，一分钟内再次发送。" in answer
    assert Notice.objects.get(pk=notice.pk).state == "waiting"


def test_one_that_was_not_given_up_stays_as_it_is(admin: Client) -> None:
    notice = a_message()
    answer = admin.post(f"/notices/outbox/{notice.pk}/resend/", follow=True).content.decode()
    assert "这条通知的状态是“待发”，不需要再次发送。" in answer


def test_nobodys_in_site_notice_can_be_named_there(admin: Client, base_officer: User) -> None:
    notice = a_notice(base_officer)
    assert admin.post(f"/notices/outbox/{notice.pk}/resend/").status_code == 404


def test_an_empty_outbox_says_so(admin: Client) -> None:
    assert "没有待发的通知" in page(admin, "/notices/outbox/")
    assert admin.get("/notices/outbox/?state=sent").status_code == 404
