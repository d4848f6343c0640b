"""Bulk actions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.jobs.models import Job
from desk.registers import batches
from desk.registers.models import Batch
from desk.vault import scope
from tests.county import County
from tests.desk.registers.conftest import credit_code, hidden, names, stored, text
from unions.models import Employer

pytestmark = pytest.mark.django_db


def ask(client: Client, query: str = "", **sent: Any) -> Any:
    return client.post(f"/trial/bulk/?{query}", {"action": "industry", **sent})


def confirm(client: Client, query: str = "", *, number: int, **sent: Any) -> Any:
    once = {"confirmed": "1", "number": str(number), "industry": "D", "once": "a"}
    return ask(client, query, **{**once, **sent})


def industries() -> dict[str, str]:
    with scope.everything("test"):
        return dict(Employer.objects.values_list("name", "industry"))


def test_the_number_is_restated_and_nothing_happens_before(county: County, county_client: Client) -> None:
    picked = ask(county_client, pk=[county.mill_company.pk, county.chemical_works.pk])
    matching = ask(county_client, "is_above_scale=true", all_matching="1")

    assert "将对 2 条试用单位记录“调整行业”。</strong>这是您勾选的记录。" in text(picked)
    assert "将对 2 条试用单位记录“调整行业”。</strong>这是符合现在条件的全部记录，不只是当前一页。" in text(matching)
    assert "<li>建德市江滨五金厂</li>" in text(matching)
    assert set(industries().values()) == {"C"}


def test_what_is_picked_is_done_and_the_list_is_left_as_it_was(county: County, county_client: Client) -> None:
    query = "q=建德&sort=-headcount"
    picked = [county.mill_company.pk, county.chemical_works.pk]

    response = confirm(county_client, query, number=2, pk=picked)

    batch = Batch.objects.get()
    assert response["Location"] == f"/trial/?q=%E5%BB%BA%E5%BE%B7&sort=-headcount&batch={batch.pk}"
    page = text(county_client.get(response["Location"]))
    assert "<strong>成功 2 条，没有失败。</strong>" in page
    assert page.count('" checked></td>') == 2
    assert names(county_client.get(response["Location"]))[0] == "建德市白沙化工有限公司"
    assert sorted(name for name, industry in industries().items() if industry == "D") == [
        "建德市新安江纺织有限公司",
        "建德市白沙化工有限公司",
    ]


def test_all_that_match_are_meant_on_whatever_page_one_stands(county: County, county_client: Client) -> None:
    confirm(county_client, "is_above_scale=true&size=20", number=2, all_matching="1")

    assert sorted(name for name, industry in industries().items() if industry == "D") == [
        "建德市江滨五金厂",
        "建德市白沙化工有限公司",
    ]


def test_one_that_is_refused_leaves_the_others_done_and_its_reason_is_told(
    county: County, add: Callable[..., Employer], county_client: Client
) -> None:
    empty = add("没有职工的厂", headcount=0)

    response = confirm(county_client, number=2, pk=[empty.pk, county.mill_company.pk])

    page = text(county_client.get(response["Location"]))
    assert "<strong>成功 1 条，失败 1 条。</strong>" in page
    assert f'<a href="/trial/{empty.pk}/">没有职工的厂</a>：没有职工的单位不能调整行业。' in page
    assert (stored(empty).industry, stored(county.mill_company).industry) == ("C", "D")


def test_what_the_database_refuses_is_undone_for_that_record_alone(county: County, county_client: Client) -> None:
    code = credit_code(1)

    response = confirm(
        county_client,
        "sort=headcount",
        number=2,
        pk=[county.quarry_company.pk, county.mill_company.pk],
        action="code",
        uscc=code,
    )

    page = text(county_client.get(response["Location"]))
    assert "建德市新安江纺织有限公司</a>：这个统一社会信用代码的单位已登记。" in page
    assert code not in str(Batch.objects.get().failures)
    assert (stored(county.quarry_company).uscc, stored(county.quarry_company).headcount) == (code, 1)
    assert (stored(county.mill_company).uscc, stored(county.mill_company).headcount) == ("91330182MA2AAAA020", 150)


def test_a_number_that_has_changed_is_shown_again(
    county: County, add: Callable[..., Employer], county_client: Client
) -> None:
    add("后来的厂", headcount=300, is_above_scale=True)

    response = confirm(county_client, "is_above_scale=true", number=2, all_matching="1")

    assert "记录的条数有变化，现为 3 条。请重新确认。" in text(response)
    assert hidden(response, "number") == "3"
    assert set(industries().values()) == {"C"}


def test_a_form_with_an_error_does_nothing(county: County, county_client: Client) -> None:
    response = confirm(county_client, number=1, pk=[county.mill_company.pk], industry="?")

    assert response.status_code == 200
    assert "还没有办理，有内容需要改正" in text(response)
    assert set(industries().values()) == {"C"}


def test_nothing_picked_is_said_plainly(county_client: Client) -> None:
    response = county_client.post("/trial/bulk/?q=gs", {"action": "industry"}, follow=True)

    assert "还没有选择记录" in text(response)
    assert response.redirect_chain == [("/trial/?q=gs", 302)]


@pytest.mark.parametrize("sent", ["foreign", "unknown", "nonsense"])
def test_a_key_of_another_branch_stops_everything(county: County, town_client: Client, sent: str) -> None:
    key = {"foreign": county.quarry_company.pk, "unknown": 987654321, "nonsense": "x"}[sent]

    for send in (ask, confirm):
        more = {"number": 2} if send is confirm else {}
        assert send(town_client, pk=[county.mill_company.pk, key], **more).status_code == 404
    assert set(industries().values()) == {"C"}


def test_all_that_match_end_at_the_branch(county: County, town_client: Client) -> None:
    confirm(town_client, number=3, all_matching="1")

    assert industries()["建德市严州石材有限公司"] == "C"
    assert Batch.objects.get().done == 3


def test_without_the_right_it_is_not_offered_and_not_done(county: County, sign_in: Callable[[Any], Client]) -> None:
    leader = sign_in(county["county_leader"])

    assert 'name="action"' not in text(leader.get("/trial/"))
    assert confirm(leader, number=1, pk=[county.mill_company.pk]).status_code == 403
    assert confirm(leader, number=1, pk=[county.mill_company.pk], action="nonsense").status_code == 404


def test_sent_twice_it_is_done_once(county: County, county_client: Client) -> None:
    first = confirm(county_client, number=1, pk=[county.mill_company.pk])
    second = confirm(county_client, number=1, pk=[county.mill_company.pk])

    assert first["Location"] == second["Location"]
    assert Batch.objects.count() == 1


def test_many_are_handed_to_a_job(county: County, county_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", 3)

    response = confirm(county_client, number=4, all_matching="1")

    job = Job.objects.get(kind="trial.bulk.industry")
    assert job.args == {"batch": Batch.objects.get().pk}
    assert "已交给后台逐条办理" in text(county_client.get(response["Location"]))
    assert set(industries().values()) == {"C"}


def test_the_outcome_is_the_owners_alone(county: County, county_client: Client, town_client: Client) -> None:
    confirm(county_client, number=1, pk=[county.mill_company.pk])

    assert town_client.get(f"/trial/?batch={Batch.objects.get().pk}").status_code == 404


def test_it_is_only_posted(county_client: Client) -> None:
    assert county_client.get("/trial/bulk/").status_code == 405
