"""A gateway to look into, and an empty outbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from desk.notices.models import Notice
from tests.county import County
from tests.desk.notices.rows import Gateway


@pytest.fixture
def county(county: County) -> County:
    """The small county, where nothing has been told to anybody."""
    Notice.objects.all().delete()
    return county


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """What the console's gateway takes stays with the test."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def gateway(settings: Settings) -> Iterator[type[Gateway]]:
    """Where short messages go to in this test."""
    settings.NOTICES = {"sms": "tests.desk.notices.rows.Gateway"}
    Gateway.calls, Gateway.refusals = [], iter(())
    return Gateway  # type: ignore[return-value]  # the settings are put back by their own fixture
