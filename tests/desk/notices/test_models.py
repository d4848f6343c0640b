"""What the database itself refuses about a notice."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.functions import Now

from desk.notices.choices import State
from desk.notices.models import Notice
from tests.desk.notices.rows import PHONE, a_message, a_notice
from unions.models import User

pytestmark = pytest.mark.django_db

WAYS = {
    ("waiting", "sending"),
    ("sending", "sent"),
    ("sending", "waiting"),
    ("sending", "failed"),
    ("failed", "waiting"),
}


def facts_of(state: str) -> dict[str, object]:
    """What the constraints want of a row in `state`."""
    return {
        "leased_until": Now() if state == "sending" else None,
        "sent_at": Now() if state == "sent" else None,
        "last_error": "因为" if state == "failed" else "",
    }


def in_state(state: str) -> Notice:
    """A short message that was brought into `state` by the declared ways."""
    notice = a_message()
    for step in {"waiting": [], "sending": ["sending"]}.get(state, ["sending", state]):
        Notice.objects.filter(pk=notice.pk).update(state=step, **facts_of(step))
    return notice


@pytest.mark.parametrize("before", State.values)
@pytest.mark.parametrize("after", State.values)
def test_only_the_declared_ways_lead_from_state_to_state(before: str, after: str) -> None:
    change = Notice.objects.filter(pk=in_state(before).pk)
    if before == after or (before, after) in WAYS:
        assert change.update(state=after, **facts_of(after)) == 1
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            change.update(state=after, **facts_of(after))


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"address": None}, "notice_reaches_somebody"),
        ({"count": 1}, "notice_read_in_site_only"),
        ({"read_at": Now()}, "notice_read_in_site_only"),
        ({"leased_until": Now()}, "notice_leased_while_sending"),
        ({"state": "sending"}, "notice_leased_while_sending"),
        ({"sent_at": Now()}, "notice_sent_has_its_time"),
        ({"attempts": 7}, "notice_attempts_bounded"),
        ({"subject": "证件号 330182198001010044"}, "notice_names_nobody"),
        ({"text": "请拨打13900000017联系"}, "notice_names_nobody"),
        ({"text": "卡号6222021202021234567。"}, "notice_names_nobody"),
        ({"url": "/members/?q=13900000017"}, "notice_names_nobody"),
        ({"key": "told:13900000017"}, "notice_names_nobody"),
        ({"url": "https://elsewhere.example/"}, "notice_leads_into_the_portal"),
        ({"url": "//elsewhere.example/"}, "notice_leads_into_the_portal"),
        ({"url": "/\\elsewhere.example/"}, "notice_leads_into_the_portal"),
    ],
)
def test_a_message_that_makes_no_sense_is_refused(wrong: dict[str, object], constraint: str) -> None:
    notice = a_message()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**wrong)


def test_a_notice_is_given_up_with_a_reason_only() -> None:
    notice = in_state("sending")
    with pytest.raises(IntegrityError, match="notice_failed_with_a_reason"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(state="failed", leased_until=None)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"to": None}, "notice_reaches_somebody"),
        ({"channel": "mail"}, "notice_reaches_somebody"),
    ],
)
def test_an_in_site_notice_has_a_person_and_no_address(
    stranger: User, wrong: dict[str, object], constraint: str
) -> None:
    notice = a_notice(stranger)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**wrong)


def test_an_in_site_notice_never_waits(stranger: User) -> None:
    with pytest.raises(IntegrityError, match="notice_in_site_is_there_at_once"), transaction.atomic():
        Notice.objects.create(to=stranger, topic="tests.told", subject="有一件事", key="told:1")


def test_what_looks_like_a_number_of_a_person_and_is_none_may_stand() -> None:
    notice = a_message(text="受理编号 20141122-000123，查询电话 0571-64721234，共 12345678901234 项")
    assert Notice.objects.filter(pk=notice.pk).update(url="/ideas/0192a3b4-0000-7000-8000-139000000170/") == 1


def test_the_address_lies_sealed_in_the_row() -> None:
    notice = a_message()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(n)::text FROM notices_notice n WHERE id = %s", [notice.pk])
        row = cursor.fetchone()[0]
    assert PHONE not in row
    assert Notice.objects.get().address == PHONE


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [("sms", PHONE, "139****0017"), ("mail", "zhang@example.cn", "z***@example.cn")],
)
def test_an_address_is_shown_masked(channel: str, address: str, shown: str) -> None:
    assert a_message(channel=channel, address=address).masked_address == shown


def test_an_address_that_does_not_open_says_so() -> None:
    other = a_message("reply:2")
    notice = a_message()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_notice SET address = (SELECT address FROM notices_notice WHERE id = %s) WHERE id = %s",
            [other.pk, notice.pk],
        )
    assert Notice.objects.get(pk=notice.pk).masked_address == "（无法解密）"
