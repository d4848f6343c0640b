"""Visitors are counted in the process here: a busy machine lets Redis answer too late, and the counts would be parted."""

import pytest

from desk.cases.public import counting, visitors


@pytest.fixture(autouse=True)
def counts_of_the_process(fresh_counts: visitors.Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = visitors.Counter(counting.InProcess(), counting.InProcess())
    monkeypatch.setattr(visitors, "counter", lambda: counter)
