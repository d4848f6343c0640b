"""The thirty days, as a lamp."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from members.choices import TransferState
from members.models import Transfer
from members.services.clocks import days_left, lamp


@pytest.mark.parametrize(
    ("due_on", "tone", "words"),
    [
        (date(2014, 7, 23), "green", "还有 8 天"),
        (date(2014, 7, 22), "amber", "还有 7 天"),
        (date(2014, 7, 15), "amber", "今天到期"),
        (date(2014, 7, 14), "red", "已超期 1 天"),
    ],
)
def test_the_lamp_turns_amber_a_week_before_and_red_the_day_after(
    monkeypatch: pytest.MonkeyPatch, due_on: date, tone: str, words: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2014, 7, 15, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai")))
    transfer = Transfer(state=TransferState.ASKED_IN, due_on=due_on)
    assert days_left(transfer) == words
    assert lamp(transfer) == (tone, words)
    assert lamp(Transfer(state=TransferState.DONE, due_on=due_on)) is None
