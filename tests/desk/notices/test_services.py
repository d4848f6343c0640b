"""Telling somebody something once, gathering what is told often, and reading it."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Event, Thread, Timer
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections, transaction
from django.db.models.functions import Now
from django.utils import timezone

from desk.notices.models import Notice
from desk.notices.services import digest, forget_old, read, read_all, resend
from tests.county import County
from tests.desk.notices.rows import a_message, a_notice, later
from unions.models import User

pytestmark = pytest.mark.django_db

DAY = "2014-05-12"


# --- telling ----------------------------------------------------------------------------------------------------------
def test_an_in_site_notice_is_there_at_once(base_officer: User) -> None:
    notice = a_notice(base_officer, url="/jobs/7/")
    assert (notice.state, notice.to, notice.url, notice.address) == ("sent", base_officer, "/jobs/7/", "")
    assert (notice.sent_at is not None, notice.read_at) == (True, None)


def test_a_message_waits_in_the_outbox() -> None:
    notice = a_message()
    assert (notice.state, notice.attempts, notice.sent_at) == ("waiting", 0, None)
    assert list(Notice.objects.due(later(seconds=1))) == [notice]


def test_a_message_may_wait_for_its_hour() -> None:
    notice = a_message(send_after=later(hours=3))
    assert list(Notice.objects.due(later(hours=2))) == []
    assert list(Notice.objects.due(later(hours=4))) == [notice]


def test_the_same_key_is_the_same_notice() -> None:
    first = a_message(text="第一次")
    a_message(text="第二次")
    assert list(Notice.objects.values_list("pk", "text")) == [(first.pk, "第一次")]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_told_to_nobody() -> None:
    with transaction.atomic():
        a_message()
        transaction.set_rollback(True)
    assert Notice.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_tellers_at_once_one_tells() -> None:
    together = Barrier(4)

    def tell() -> None:
        together.wait()
        a_message()

    in_threads(*[tell] * 4)
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_teller_waits_for_one_of_the_same_key_and_tells_when_that_is_rolled_back() -> None:
    written, go_on = Event(), Event()

    def rolled_back() -> None:
        with transaction.atomic():
            a_message(text="收回的")
            written.set()
            go_on.wait(10)
            transaction.set_rollback(True)

    def second() -> None:
        written.wait(10)
        Timer(0.3, go_on.set).start()
        a_message(text="留下的")

    in_threads(rolled_back, second)
    assert [n.text for n in Notice.objects.all()] == ["留下的"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "身份证号 330182198001010044 的申请"},
        {"text": "证件 33018219800101004X。"},
        {"subject": "请联系 13900000017"},
        {"url": "/members/?q=13900000017"},
        {"text": "卡号 6222021202021234567"},
    ],
)
def test_the_number_of_a_person_is_refused_and_not_repeated(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^a notice holds the number of a person$"):
        a_message(**wrong)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "两行\nBcc: a@example.cn"},
        {"subject": "两行\rBcc: a@example.cn"},
        {"subject": ""},
        {"address": ""},
        {"topic": "金点子"},
        {"url": "https://elsewhere.example/"},
        {"url": "//elsewhere.example/"},
        {"channel": "in_site"},
        {"channel": "in_site", "address": ""},
    ],
)
def test_what_nobody_can_have_meant_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^reply:1: "):
        a_message(**wrong)
    assert Notice.objects.count() == 0


# --- digests ----------------------------------------------------------------------------------------------------------
def new_ideas(*people: User, count: int = 1, slot: str = DAY, topic: str = "ideas.new") -> None:
    digest(to=people, topic=topic, slot=slot, subject="新到金点子", count=count, url="/ideas/")


def told(person: User) -> list[tuple[str, bool]]:
    """What stands on the person's page, and whether it is unread."""
    return [(notice.heading, notice.is_unread) for notice in Notice.objects.visible_to(person)]


def test_many_events_are_one_notice_with_their_number(base_officer: User, town_officer: User) -> None:
    for _ in range(3):
        new_ideas(base_officer, town_officer)
    new_ideas(base_officer, count=9)
    assert told(base_officer) == [("新到金点子 12 条", True)]
    assert told(town_officer) == [("新到金点子 3 条", True)]


def test_each_slot_and_each_topic_has_its_own(base_officer: User) -> None:
    new_ideas(base_officer)
    new_ideas(base_officer, slot="2014-05-13")
    new_ideas(base_officer, topic="ideas.benefit")
    assert told(base_officer) == [("新到金点子 1 条", True)] * 3


def test_a_digest_that_was_read_counts_anew(base_officer: User) -> None:
    new_ideas(base_officer, count=12)
    read(actor=base_officer, notice=Notice.objects.get())
    assert told(base_officer) == [("新到金点子 12 条", False)]
    new_ideas(base_officer, count=2)
    assert told(base_officer) == [("新到金点子 2 条", True)]


def test_a_digest_moves_to_the_top_when_it_grows(base_officer: User) -> None:
    new_ideas(base_officer)
    a_notice(base_officer)
    Notice.objects.update(created_at=Now() - timedelta(hours=1))
    new_ideas(base_officer)
    assert told(base_officer) == [("新到金点子 2 条", True), ("有一件事", True)]


@pytest.mark.django_db(transaction=True)
def test_no_event_is_lost_when_many_come_at_once(base_officer: User, town_officer: User) -> None:
    together = Barrier(4)

    def events(*people: User) -> Callable[[], None]:
        def run() -> None:
            together.wait()
            for _ in range(10):
                new_ideas(*people)

        return run

    one, other = (base_officer, town_officer), (town_officer, base_officer)
    in_threads(events(*one), events(*other), events(*one), events(*other))
    assert told(base_officer) == [("新到金点子 40 条", True)]
    assert told(town_officer) == [("新到金点子 40 条", True)]


# --- reading ----------------------------------------------------------------------------------------------------------
def test_the_first_reading_is_kept(base_officer: User) -> None:
    notice = a_notice(base_officer)
    read(actor=base_officer, notice=notice)
    first = Notice.objects.get().read_at
    read(actor=base_officer, notice=notice)
    assert first is not None
    assert Notice.objects.get().read_at == first


def test_another_persons_notice_is_not_read_for_them(base_officer: User, town_officer: User) -> None:
    notice = a_notice(base_officer)
    with pytest.raises(PermissionDenied):
        read(actor=town_officer, notice=notice)
    assert Notice.objects.get().read_at is None


def test_all_of_ones_own_are_read_up_to_the_moment_of_the_page(base_officer: User, town_officer: User) -> None:
    seen, fresh, foreign = a_notice(base_officer), a_notice(base_officer, "told:2"), a_notice(town_officer, "told:3")
    now = timezone.now()
    Notice.objects.filter(pk=fresh.pk).update(created_at=now + timedelta(seconds=1))
    assert read_all(actor=base_officer, until=now) == 1
    unread = set(Notice.objects.unread().values_list("pk", flat=True))
    assert unread == {fresh.pk, foreign.pk}
    assert Notice.objects.get(pk=seen.pk).read_at is not None


# --- giving up, and trying again --------------------------------------------------------------------------------------
def given_up(**fields: Any) -> Notice:
    notice = a_message(**fields)
    Notice.objects.filter(pk=notice.pk).update(state="sending", leased_until=Now(), attempts=6)
    Notice.objects.filter(pk=notice.pk).update(state="failed", leased_until=None, last_error="短信网关没有应答。")
    return notice


def test_the_system_administration_sends_again_under_the_same_number(county: County) -> None:
    notice = given_up()
    resend(actor=county["system_admin"], notice=notice)
    again = Notice.objects.get()
    assert (again.pk, again.state, again.attempts) == (notice.pk, "waiting", 0)
    assert list(Notice.objects.due(later(seconds=1))) == [again]


def test_nobody_else_sends_again(county: County) -> None:
    notice = given_up()
    with pytest.raises(PermissionDenied):
        resend(actor=county["county_officer"], notice=notice)
    assert Notice.objects.get().state == "failed"


def test_what_was_not_given_up_is_not_sent_again(county: County) -> None:
    with pytest.raises(ValidationError, match="这条通知的状态是“待发”，不需要再次发送。"):
        resend(actor=county["system_admin"], notice=a_message())


# --- forgetting -------------------------------------------------------------------------------------------------------
def test_what_was_read_or_sent_half_a_year_ago_is_deleted_and_nothing_else(base_officer: User) -> None:
    old, recent = timezone.now() - timedelta(days=181), timezone.now() - timedelta(days=179)
    for key, read_at in (("read long ago", old), ("read lately", recent), ("unread", None)):
        notice = a_notice(base_officer, key)
        Notice.objects.filter(pk=notice.pk).update(created_at=old, sent_at=old, read_at=read_at)
    for key, sent_at in (("sent long ago", old), ("sent lately", recent)):
        notice = a_message(key, address="13900000018")
        Notice.objects.filter(pk=notice.pk).update(state="sending", leased_until=Now())
        Notice.objects.filter(pk=notice.pk).update(state="sent", leased_until=None, sent_at=sent_at)
    given_up(key="given up", send_after=old)
    a_message("waiting", send_after=old)
    assert forget_old() == 2
    assert sorted(Notice.objects.values_list("key", flat=True)) == [
        "given up",
        "read lately",
        "sent lately",
        "unread",
        "waiting",
    ]


def in_threads(*works: Callable[[], None]) -> None:
    """Do all at once, each on a connection of its own; an error in one is the test's."""
    errors: list[Exception] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
