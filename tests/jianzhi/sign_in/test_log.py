"""登录记录: who reads it, and what it answers."""

import pytest
from django.test import Client

from tests.county import County
from tests.jianzhi.sign_in.conftest import log_in, with_password
from unions.choices import LoginEventKind
from unions.models import User
from unions.services import sign_in

pytestmark = pytest.mark.django_db
URL = "/accounts/log/"


@pytest.fixture
def reader(auditor: User) -> Client:
    return log_in(with_password(auditor))


def kinds(client: Client, query: str = "") -> list[str]:
    """The events on the page, newest first."""
    return [event.kind for event in client.get(f"{URL}{query}").context["object_list"]]


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("auditor", 200),
        ("system_admin", 403),
        ("security_admin", 403),
        ("county_officer", 403),
        ("county_leader", 403),
        ("town_officer", 403),
        ("base_officer", 403),
        ("stranger", 403),
    ],
)
def test_the_audit_administration_alone_reads_the_log(county: County, person: str, status: int) -> None:
    assert log_in(with_password(county[person])).get(URL).status_code == status


def test_the_newest_line_stands_first(reader: Client, town_officer: User) -> None:
    log_in(town_officer, "wrong")
    log_in("nobody.here", "wrong")
    page = reader.get(URL)
    assert [(e.kind, e.user and e.user.username) for e in page.context["object_list"]] == [
        (LoginEventKind.FAILED, None),
        (LoginEventKind.FAILED, "town_officer"),
        (LoginEventKind.SIGNED_IN, "auditor"),
    ]
    assert "nobody.here" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?person=town", ["failed"]),
        ("?kind=signed_in", ["signed_in"]),
        ("?first=2014-01-01&last=2014-12-31", []),
        ("?first=2014-01-01", ["failed", "signed_in"]),
        ("?kind=no-such-kind", []),
        ("?first=31.12.2014", []),
        ("?person=%00", []),
    ],
)
def test_the_filters_narrow_the_log_and_bad_ones_are_told(
    reader: Client, town_officer: User, query: str, found: list[str]
) -> None:
    log_in(town_officer, "wrong")
    assert kinds(reader, query) == found


@pytest.mark.parametrize(("page", "status"), [("1", 200), ("2", 200), ("3", 404), ("x", 404), ("-1", 404)])
def test_fifty_lines_a_page(reader: Client, town_officer: User, page: str, status: int) -> None:
    for _ in range(50):
        sign_in.log(LoginEventKind.FAILED, user=town_officer)
    answer = reader.get(f"{URL}?page={page}")
    assert answer.status_code == status
    if page == "1":
        assert answer.context["count_text"] == "显示第 1–50 条，共 51 条"
