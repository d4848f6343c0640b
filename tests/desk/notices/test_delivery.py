"""Delivery: nothing is lost and nobody told twice, whoever dies when (promises.md A1)."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import repeat
from threading import Barrier, Event, Thread

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection, connections, transaction
from django.utils import timezone
from pytest_django import Settings

from desk.notices import delivery
from desk.notices.backends import NotSent
from desk.notices.delivery import deliver_due
from desk.notices.models import Notice
from tests.desk.jobs.workers import environment
from tests.desk.notices.rows import PHONE, Gateway, a_message, later, taken_by_console

pytestmark = pytest.mark.django_db

NO_ANSWER = "短信网关没有应答。"


def row() -> tuple[str, int, str]:
    notice = Notice.objects.get()
    return notice.state, notice.attempts, notice.last_error


def refusing(gateway: type[Gateway], refusals: Iterable[Exception | None]) -> None:
    """What the gateway answers to the calls that follow."""
    gateway.refusals = iter(refusals)


def delivered_by(*deliverers: Callable[[], object]) -> None:
    """Run all at the same moment, each on a connection of its own."""
    together = Barrier(len(deliverers))

    def run(deliver: Callable[[], object]) -> None:
        together.wait()
        try:
            deliver()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(deliver,)) for deliver in deliverers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


# --- once -------------------------------------------------------------------------------------------------------------
def test_what_is_due_goes_out_once(gateway: type[Gateway]) -> None:
    notice = a_message()
    assert (deliver_due(), deliver_due()) == (1, 0)
    assert gateway.calls == [(notice.pk, PHONE, "请凭查询码查看。")]
    sent = Notice.objects.get()
    assert (sent.state, sent.attempts, sent.leased_until) == ("sent", 1, None)
    assert sent.sent_at is not None


def test_what_is_not_due_waits(gateway: type[Gateway]) -> None:
    a_message(send_after=later(hours=1))
    assert deliver_due() == 0
    assert gateway.calls == []
    assert deliver_due(later(hours=2)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_deliverers_at_once_send_each_notice_once(gateway: type[Gateway]) -> None:
    made = sorted(a_message(f"reply:{number}").pk for number in range(40))
    delivered_by(*[deliver_due] * 4)
    assert sorted(pk for pk, _, _ in gateway.calls) == made
    assert list(Notice.objects.order_by().values_list("state", "attempts").distinct()) == [("sent", 1)]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_gateway_answers(
    gateway: type[Gateway], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, str]] = []
    monkeypatch.setattr(gateway, "send", lambda _, **fields: seen.append((connection.in_atomic_block, row()[0])))
    a_message()
    deliver_due()
    assert seen == [(False, "sending")]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_killed_between_sending_and_noting_the_message_arrives_once(settings: Settings) -> None:
    """The process dies by SIGKILL when the gateway has the message; the next sends it again under the same number."""
    a_message()
    command = "import django; django.setup(); from tests.desk.notices.rows import deliver_and_die; deliver_and_die()"
    died = subprocess.run(
        [sys.executable, "-c", command],
        env=environment(JIANZHI_DATA=str(settings.DATA_DIR)),
        cwd=django_settings.BASE_DIR,
        check=False,
    )
    assert died.returncode == -9
    assert row() == ("sending", 1, "")
    assert taken_by_console() == ["短信 → 139****0017 您的建议有了答复 请凭查询码查看。"]
    assert deliver_due() == 0  # its lease goes on: it might be alive
    assert deliver_due(later(minutes=3)) == 1
    assert row() == ("sent", 2, "")
    assert taken_by_console() == ["短信 → 139****0017 您的建议有了答复 请凭查询码查看。"]


@pytest.mark.django_db(transaction=True)
def test_killed_before_sending_the_message_arrives(gateway: type[Gateway], monkeypatch: pytest.MonkeyPatch) -> None:
    a_message()
    with monkeypatch.context() as crash:
        crash.setattr(delivery, "_send", lambda *_: sys.exit())
        with pytest.raises(SystemExit):
            deliver_due()
    assert row() == ("sending", 1, "")
    assert deliver_due(later(minutes=3)) == 1
    assert len(gateway.calls) == 1


@pytest.mark.django_db(transaction=True)
def test_a_deliverer_that_comes_back_too_late_notes_nothing(
    gateway: type[Gateway], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It hung until its lease was over, and fails while another, which took the message from it, is at it."""
    a_message()
    first_has_it, second_has_it, first_is_back = Event(), Event(), Event()

    def send(_: Gateway, **fields: object) -> None:
        if not first_has_it.is_set():
            first_has_it.set()
            second_has_it.wait(30)
            raise NotSent(NO_ANSWER)
        second_has_it.set()
        first_is_back.wait(30)

    def first() -> None:
        deliver_due()
        first_is_back.set()

    def second() -> None:
        first_has_it.wait(30)
        deliver_due(later(minutes=3))

    monkeypatch.setattr(gateway, "send", send)
    delivered_by(first, second)
    assert row() == ("sent", 2, "")


@pytest.mark.django_db(transaction=True)
def test_delivering_within_a_transaction_is_refused(gateway: type[Gateway]) -> None:
    """What it noted could be rolled back when the message is out."""
    a_message()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver_due()
    assert gateway.calls == []


# --- again ------------------------------------------------------------------------------------------------------------
def test_a_failure_is_tried_again_after_growing_pauses_and_then_given_up(gateway: type[Gateway]) -> None:
    refusing(gateway, repeat(NotSent(NO_ANSWER)))
    a_message()
    now = timezone.now() + timedelta(seconds=1)
    pauses = []
    for attempt in range(1, 6):
        assert deliver_due(now) == 0
        assert row() == ("waiting", attempt, NO_ANSWER)
        following = Notice.objects.get().send_after
        pauses.append(following - now)
        assert deliver_due(following - timedelta(seconds=1)) == 0
        assert len(gateway.calls) == attempt
        now = following
    assert [pause.total_seconds() / 60 for pause in pauses] == [1, 5, 30, 120, 720]
    deliver_due(now)
    assert row() == ("failed", 6, NO_ANSWER)
    deliver_due(now + timedelta(days=30))
    assert len(gateway.calls) == 6


def test_what_succeeds_at_last_forgets_why_it_failed(gateway: type[Gateway]) -> None:
    refusing(gateway, [NotSent(NO_ANSWER), None])
    notice = a_message()
    deliver_due()
    assert deliver_due(later(minutes=2)) == 1
    assert row() == ("sent", 2, "")
    assert [pk for pk, _, _ in gateway.calls] == [notice.pk] * 2


def test_one_that_fails_keeps_no_other_from_going_out(gateway: type[Gateway]) -> None:
    refusing(gateway, [ZeroDivisionError(), None])
    first, second = a_message("reply:1"), a_message("reply:2")
    assert deliver_due() == 1
    assert [Notice.objects.get(pk=notice.pk).state for notice in (first, second)] == ["waiting", "sent"]


def test_one_that_kills_every_process_is_given_up(gateway: type[Gateway], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_send", lambda *_: 1 // 0)
    a_message()
    for hours in range(1, 7):
        with pytest.raises(ZeroDivisionError):
            deliver_due(later(hours=hours))
    assert row() == ("sending", 6, "")
    assert deliver_due(later(hours=7)) == 0
    assert row() == ("failed", 6, "发送时程序多次中断，不能确定是否发出。")


def test_a_channel_without_a_gateway_says_so(settings: Settings) -> None:
    settings.NOTICES = {"sms": "desk.notices.backends.NoGateway"}
    a_message()
    deliver_due()
    assert row() == ("waiting", 1, "没有配置这种渠道的网关，请联系系统管理员。")


def test_the_address_is_neither_in_the_reason_nor_in_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.NOTICES = {"mail": "tests.desk.notices.rows.Spilling"}
    a_message(channel="mail", address="zhang@example.cn")
    deliver_due()
    assert row() == ("waiting", 1, "程序出错，没有发出；详情见系统日志。")
    assert "RuntimeError" in caplog.text
    assert "zhang" not in caplog.text


def test_a_round_ends_in_time_and_the_next_goes_on(gateway: type[Gateway], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 20))
    monkeypatch.setattr(delivery.time, "monotonic", lambda: next(clock))
    for number in range(5):
        a_message(f"reply:{number}")
    assert (deliver_due(), deliver_due(), deliver_due()) == (2, 2, 1)


# --- what is sent -----------------------------------------------------------------------------------------------------
def test_a_mail_leads_to_its_page_by_the_whole_address(settings: Settings) -> None:
    settings.NOTICES = {"mail": "desk.notices.backends.DjangoMail"}
    settings.PORTAL_URL = "https://portal.example.cn"
    a_message(channel="mail", address="zhang@example.cn", url="/ideas/progress/")
    assert deliver_due() == 1
    assert [m.body for m in mail.outbox] == ["请凭查询码查看。\n\nhttps://portal.example.cn/ideas/progress/"]


def test_a_short_message_is_its_text_alone(gateway: type[Gateway], settings: Settings) -> None:
    settings.PORTAL_URL = "https://portal.example.cn"
    a_message(url="/ideas/progress/")
    deliver_due()
    assert [text for _, _, text in gateway.calls] == ["请凭查询码查看。"]
