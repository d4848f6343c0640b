"""The interface for programs: the same rights and branches as the pages, nothing to write, nothing fetched elsewhere."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.county import County
from tests.jianzhi.year_end.reporting import add_figure, add_period
from unions.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def period(county: County, whole_scope: None) -> int:
    """The year 2014 with an entered figure of the county and one of its first township."""
    found = add_period(2014, "calendar_year")
    add_figure(found, county.federation, "F10", 16000)
    add_figure(found, county.xinanjiang, "F34", 40)
    return int(found.pk)


def got(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_the_periods_are_listed(period: int, county: County, sign_in: SignIn) -> None:
    rows = got(sign_in(county["county_officer"]), "/api/periods")
    assert next(row for row in rows if row["id"] == period) == {
        "id": period,
        "name": "2014 年",
        "kind": "calendar_year",
        "year": 2014,
        "first": "2014-01-01",
        "last": "2014-12-31",
        "is_closed": False,
        "edition": None,
        "digest": "",
    }


def test_a_figure_is_told_with_what_it_stands_on(period: int, county: County, sign_in: SignIn) -> None:
    answer = got(sign_in(county["county_officer"]), f"/api/periods/{period}/unions/{county.federation.pk}/figures")
    assert (answer["period"], answer["union_name"]) == ("2014 年", county.federation.name)
    (figure,) = [row for row in answer["figures"] if row["code"] == "F10"]
    assert figure == {
        "code": "F10",
        "name": "参赛职工",
        "unit": "人次",
        "value": "16000",
        "closeness": "",
        "origin": "entered",
        "before": None,
        "target": None,
        "evidence": None,
        "is_doubtful": False,
        "ground": "培训台账",
    }


def test_the_matrix_has_a_row_for_each_union_right_below(period: int, county: County, sign_in: SignIn) -> None:
    answer = got(sign_in(county["county_officer"]), f"/api/periods/{period}/unions/{county.federation.pk}/matrix")
    values = {row["union"]: row["values"]["F34"] for row in answer["rows"]}
    assert values[county.xinanjiang.pk] == "40"
    assert sorted(values) == sorted(union.pk for union in county.federation.children.all())
    assert answer["codes"][:2] == ["F01", "F02"]


def test_what_is_outside_the_branch_is_not_there_and_what_is_above_neither(
    period: int, county: County, sign_in: SignIn
) -> None:
    client = sign_in(county["town_officer"])
    assert client.get(f"/api/periods/{period}/unions/{county.xinanjiang.pk}/figures").status_code == 200
    for union in (county.federation.pk, county.meicheng.pk, 10**12, 10**30):
        answer = client.get(f"/api/periods/{period}/unions/{union}/figures")
        assert (answer.status_code, json.loads(answer.content)) == (
            404,
            {"detail": "没有这家工会，或它不在您的管辖范围内。"},
        )
    assert client.get(f"/api/periods/{10**12}/unions/{county.xinanjiang.pk}/figures").status_code == 404


def test_the_definitions_are_for_who_reads_figures(period: int, county: County, sign_in: SignIn) -> None:
    rows = got(sign_in(county["base_officer"]), f"/api/periods/{period}/definitions")
    assert rows[0]["code"] == "F01"
    assert len([row for row in rows if row["code"].startswith("F")]) == 60


@pytest.mark.parametrize("person", ["auditor", "stranger"])
def test_who_may_read_no_figures_is_told_so_in_json(period: int, county: County, sign_in: SignIn, person: str) -> None:
    answer = sign_in(county[person]).get("/api/periods")
    assert (answer.status_code, json.loads(answer.content)) == (403, {"detail": "没有查看这些数据的权限。"})
    assert sign_in(county[person]).get("/api/openapi.json").status_code == 403


def test_a_program_without_a_session_gets_401_and_no_page(county: County) -> None:
    answer = Client().get("/api/periods")
    assert (answer.status_code, json.loads(answer.content)) == (401, {"detail": "Unauthorized"})


def test_nothing_can_be_written(period: int, county: County, sign_in: SignIn) -> None:
    client = sign_in(county["county_officer"])
    for method in (client.post, client.put, client.patch, client.delete):
        assert method("/api/periods").status_code == 405
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = client.cookies
    assert checked.post("/api/periods").status_code == 403


def test_the_document_lists_the_operations_and_the_page_fetches_nothing_elsewhere(
    county: County, sign_in: SignIn
) -> None:
    client = sign_in(county["county_officer"])
    document = got(client, "/api/openapi.json")
    assert {path: list(methods) for path, methods in document["paths"].items()} == {
        "/api/periods": ["get"],
        "/api/periods/{period}/definitions": ["get"],
        "/api/periods/{period}/unions/{union}/figures": ["get"],
        "/api/periods/{period}/unions/{union}/matrix": ["get"],
    }
    page = client.get("/api/docs/").content.decode()
    assert "GET /api/periods/{period}/unions/{union}/figures" in page
    assert "https://" not in page
    assert page.count("<script") == page.count('<script src="/static/')
