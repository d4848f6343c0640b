"""Forms: nothing typed is lost, and nobody saves over what they have not seen."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.vault import scope
from tests.county import County, add_base
from tests.desk.registers.conftest import credit_code, hidden, stored, text
from unions.models import Employer

pytestmark = pytest.mark.django_db


def typed(employer: Employer, **changed: Any) -> dict[str, Any]:
    """What a browser sends for the form of `employer`, with these fields changed."""
    values = {
        "union": employer.union_id,
        "name": employer.name,
        "uscc": employer.uscc,
        "unit_class": employer.unit_class,
        "industry": employer.industry,
        "headcount": employer.headcount,
        "female_headcount": employer.female_headcount,
        "registered_on": employer.registered_on or "",
        "phone": f"{employer.phone[:3]}****{employer.phone[-4:]}" if employer.phone else "",
        **({"is_above_scale": "on"} if employer.is_above_scale else {}),
        "version": employer.version,
        "once": str(random.random()),  # a key for a test
    }
    return {name: value for name, value in {**values, **changed}.items() if value is not None}


def edit(client: Client, employer: Employer, **changed: Any) -> Any:
    return client.post(f"/trial/{employer.pk}/edit/", typed(employer, **changed))


# --- saving -------------------------------------------------------------------------------------------------------------
def test_a_new_record_is_made_and_shown(county: County, county_client: Client) -> None:
    sent = typed(county.mill_company, name="建德市千岛茶业有限公司", uscc=credit_code(7), version=None)

    response = county_client.post("/trial/new/", sent, follow=True)

    assert "已新增试用单位“建德市千岛茶业有限公司”。" in text(response)
    assert response.redirect_chain[0][0] == f"/trial/{Employer_pk('建德市千岛茶业有限公司')}/"


def Employer_pk(name: str) -> int:  # noqa: N802  # reads as what it gives
    with scope.everything("test"):
        return int(Employer.objects.get(name=name).pk)


def test_only_what_was_changed_reaches_the_service(
    county: County, county_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.desk.registers import trial

    given: list[dict[str, Any]] = []

    def change(*, actor: Any, obj: Employer, version: int, **changed: Any) -> Employer:
        given.append({"version": version, **changed})
        return obj

    monkeypatch.setattr(trial.TrialRegister, "change", staticmethod(change))
    edit(county_client, county.chemical_works, headcount="321", is_above_scale=None)

    assert given == [{"version": 1, "headcount": 321, "is_above_scale": False}]


def test_without_a_change_nothing_is_saved(county: County, county_client: Client) -> None:
    response = edit(county_client, county.chemical_works)

    assert response.status_code == 302
    assert stored(county.chemical_works).version == 1


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("headcount", "３２１", 321),
        ("headcount", " 3,210 ", 3210),
        ("uscc", "９１３３０１８２ＭＡ２ＡＡＡＡ０1W", "91330182MA2AAAA01W"),
        ("phone", "138 0013 8000", "13800138000"),
        ("name", "建德市（新安江）白沙化工Ａ厂", "建德市（新安江）白沙化工A厂"),
    ],
)
def test_full_width_digits_and_spaces_in_numbers_are_accepted(
    county: County, county_client: Client, name: str, value: str, kept: object
) -> None:
    response = edit(county_client, county.chemical_works, **{name: value})

    assert response.status_code == 302, text(response)
    assert getattr(stored(county.chemical_works), name) == kept


def test_errors_stand_beside_the_fields_and_above_the_form_and_what_was_typed_stays(
    county: County, county_client: Client
) -> None:
    response = edit(county_client, county.chemical_works, headcount="许多", name="改过的名称", female_headcount="1")

    assert response.status_code == 200
    assert 'value="许多"' in text(response)
    assert 'value="改过的名称"' in text(response)
    assert text(response).count("请填写整数。") == 2
    assert "还没有保存，有内容需要改正。" in text(response)
    assert stored(county.chemical_works).name == "建德市白沙化工有限公司"


def test_what_the_database_refuses_is_told_without_the_value(county: County, base_client: Client) -> None:
    """The other employer lies outside the branch, so that no check before saving can see it."""
    response = edit(base_client, county.chemical_works, uscc=county.quarry_company.uscc)

    assert "这个统一社会信用代码的单位已登记。" in text(response)
    assert county.quarry_company.name not in text(response)
    assert stored(county.chemical_works).uscc == "91330182MA2AAAA01W"


def test_a_record_of_another_branch_is_no_choice(county: County, base_client: Client, county_client: Client) -> None:
    foreign = edit(base_client, county.chemical_works, union=county.quarry.pk)
    unknown = edit(base_client, county.chemical_works, union=987654321)

    for response in (foreign, unknown):
        assert response.status_code == 200
        assert "没有这个选项，请重新选择。" in text(response)
    assert county.quarry.name not in text(base_client.get(f"/trial/{county.chemical_works.pk}/edit/"))
    assert stored(county.chemical_works).union_id == county.plant.pk


def test_required_fields_are_marked(county: County, county_client: Client) -> None:
    page = text(county_client.get("/trial/new/"))

    assert re.search(r'单位名称<span class="required" aria-hidden="true">\*</span>', page)
    assert not re.search(r'设立日期<span class="required"', page)


# --- personal values ------------------------------------------------------------------------------------------------------
def test_a_personal_value_is_masked_in_the_form_and_kept_when_untouched(county: County, county_client: Client) -> None:
    page = text(county_client.get(f"/trial/{county.chemical_works.pk}/edit/"))
    edit(county_client, county.chemical_works, headcount="321")

    assert 'value="139****0001"' in page
    assert "13900000001" not in page
    assert (stored(county.chemical_works).phone, stored(county.chemical_works).headcount) == ("13900000001", 321)


def test_a_personal_value_stays_masked_when_the_form_comes_back(county: County, county_client: Client) -> None:
    page = text(edit(county_client, county.chemical_works, headcount="许多"))

    assert 'value="139****0001"' in page
    assert "13900000001" not in page


def test_a_personal_value_can_be_replaced_and_taken_away(county: County, county_client: Client) -> None:
    edit(county_client, county.chemical_works, phone="13800138000")
    assert stored(county.chemical_works).phone == "13800138000"
    edit(county_client, stored(county.chemical_works), phone="")
    assert stored(county.chemical_works).phone == ""


def test_a_mask_that_was_touched_up_is_refused(county: County, county_client: Client) -> None:
    response = edit(county_client, county.chemical_works, phone="139****0009")

    assert "这里含有遮盖用的“**”" in text(response)
    assert stored(county.chemical_works).phone == "13900000001"


def test_drafts_leave_personal_values_out(county: County, county_client: Client) -> None:
    page = text(county_client.get(f"/trial/{county.chemical_works.pk}/edit/"))

    assert re.search(r'<input[^>]*name="phone"[^>]*data-sensitive', page)
    assert not re.search(r'<input[^>]*name="name"[^>]*data-sensitive', page)
    assert f'data-draft="trial:{county.chemical_works.pk}"' in page


# --- two people, one record (promises.md C1) ------------------------------------------------------------------------------
def test_the_second_of_two_gets_both_versions_and_keeps_what_was_typed(
    county: County, county_client: Client, base_client: Client
) -> None:
    edit(base_client, county.chemical_works, headcount="400", industry="D")

    response = edit(county_client, county.chemical_works, headcount="500")

    page = text(response)
    assert response.status_code == 200
    assert "这条记录已由他人修改并保存" in page
    assert re.search(r'<tr class="changed"><th scope="row">职工人数</th><td>400</td><td>500 ', page)
    assert re.search(r'<th scope="row">所属行业</th><td>电力、[^<]*</td><td><span class="quiet">未改动', page)
    assert 'name="headcount" value="500"' in page
    assert hidden(response, "version") == "2"
    assert stored(county.chemical_works).headcount == 400


def test_saving_again_goes_over_what_was_shown_and_nothing_else(
    county: County, county_client: Client, base_client: Client
) -> None:
    edit(base_client, county.chemical_works, headcount="400", industry="D")
    shown = edit(county_client, county.chemical_works, headcount="500")

    resend(county_client, county.chemical_works, shown)

    now = stored(county.chemical_works)
    assert (now.headcount, now.industry, now.version, now.phone) == (500, "D", 3, "13900000001")


def test_a_third_one_in_between_is_shown_again(county: County, county_client: Client, base_client: Client) -> None:
    edit(base_client, county.chemical_works, headcount="400")
    shown = edit(county_client, county.chemical_works, headcount="500")
    edit(base_client, stored(county.chemical_works), headcount="450")

    again = resend(county_client, county.chemical_works, shown)

    assert again.status_code == 200
    assert hidden(again, "version") == "3"
    assert stored(county.chemical_works).headcount == 450


def test_errors_do_not_move_the_version_on(county: County, county_client: Client, base_client: Client) -> None:
    """Or a form that came back with an error would save over an edit nobody was shown."""
    wrong = edit(county_client, county.chemical_works, headcount="许多")
    edit(base_client, county.chemical_works, headcount="400")

    corrected = edit(county_client, county.chemical_works, headcount="500", version=hidden(wrong, "version"))

    assert corrected.status_code == 200
    assert stored(county.chemical_works).headcount == 400


def test_an_error_is_told_with_both_versions_before_one(
    county: County, county_client: Client, base_client: Client
) -> None:
    edit(base_client, county.chemical_works, headcount="400", industry="D")

    page = text(edit(county_client, county.chemical_works, headcount="许多"))

    assert re.search(r"<td>400</td><td>许多 ", page)
    assert "请填写整数。" in page


def test_a_mask_of_the_version_before_is_no_value(county: County, county_client: Client, base_client: Client) -> None:
    """The phone changed meanwhile, so the mask in the form is that of a number which is gone."""
    edit(base_client, county.chemical_works, phone="13800138000")
    shown = edit(county_client, county.chemical_works, headcount="500")

    assert 'name="phone" value="138****8000"' in text(shown)
    resend(county_client, county.chemical_works, shown)
    assert (stored(county.chemical_works).phone, stored(county.chemical_works).headcount) == ("13800138000", 500)


@pytest.mark.parametrize("version", ["", "x", "-1", "１", "9" * 30, "2"])
def test_a_version_that_is_none_is_a_conflict_and_no_error(county: County, county_client: Client, version: str) -> None:
    response = edit(county_client, county.chemical_works, headcount="500", version=version)

    assert response.status_code == 200
    assert stored(county.chemical_works).headcount == 320


def resend(client: Client, employer: Employer, response: Any) -> Any:
    """Press the button of the form on the page, as it stands there."""
    form = re.search(r'<form method="post" class="form".*?</form>', text(response), re.DOTALL)
    assert form
    sent: dict[str, Any] = {}
    for field in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)
        if name and ('type="checkbox"' not in field or " checked" in field):
            sent[name[1]] = value[1] if value else "on"
    for name_, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name_] = chosen[1] if chosen else ""
    return client.post(f"/trial/{employer.pk}/edit/", sent)


def test_no_edit_is_lost_in_two_hundred_interleavings(county: County, sign_in: Callable[[Any], Client]) -> None:
    """Two clients, each writing its own fields, in any order; who is refused looks at the page and saves again."""
    chance = random.Random(20140501)  # the same interleavings every time
    clients = [sign_in(county["county_officer"]), sign_in(county["base_officer"])]
    own = [("headcount", "industry"), ("name", "registered_on")]
    values: dict[str, Callable[[], str]] = {
        "headcount": lambda: str(chance.randint(200, 999)),
        "industry": lambda: chance.choice("ABCDEFGH"),
        "name": lambda: f"建德市白沙化工{chance.randint(1, 99)}厂",
        "registered_on": lambda: f"2013-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
    }
    expected: dict[str, str] = {}
    held = [stored(county.chemical_works), stored(county.chemical_works)]
    conflicts = 0
    for _ in range(200):
        who = chance.randint(0, 1)
        if chance.random() < 0.5:
            held[who] = stored(county.chemical_works)  # looks at the page again
            continue
        name = chance.choice(own[who])
        expected[name] = values[name]()
        response = edit(clients[who], held[who], **{name: expected[name]})
        while response.status_code == 200:
            conflicts += 1
            response = resend(clients[who], county.chemical_works, response)
        held[who] = stored(county.chemical_works)

    now = stored(county.chemical_works)
    assert {name: str(getattr(now, name)) for name in expected} == expected
    assert conflicts > 20


# --- actions ----------------------------------------------------------------------------------------------------------------
def test_an_action_runs_once_on_the_version_that_was_shown(county: County, county_client: Client) -> None:
    url = f"/trial/{county.mill_company.pk}/do/industry/"

    first = county_client.post(url, {"version": "1", "industry": "D", "once": "a"}, follow=True)
    stale = county_client.post(url, {"version": "1", "industry": "E", "once": "b"})

    assert "已办理“调整行业”。" in text(first)
    assert stale.status_code == 200
    assert "这条记录刚由他人修改过" in text(stale)
    assert hidden(stale, "version") == "2"
    assert stored(county.mill_company).industry == "D"


def test_what_the_service_refuses_is_said_and_nothing_is_written(
    county: County, add: Any, county_client: Client
) -> None:
    empty = add("没有职工的厂", headcount=0)

    response = county_client.post(f"/trial/{empty.pk}/do/industry/", {"version": "1", "industry": "D", "once": "a"})

    assert "没有职工的单位不能调整行业。" in text(response)
    assert stored(empty).industry == "C"


def test_an_action_that_is_not_open_cannot_be_done(county: County, county_client: Client) -> None:
    url = f"/trial/{county.mill_company.pk}/do/never/"

    shown = county_client.get(url, follow=True)
    county_client.post(url, {"version": "1", "industry": "D", "once": "a"})

    assert "这条记录现在的状态不能“不能办”。" in text(shown)
    assert stored(county.mill_company).industry == "C"


def test_an_action_that_is_none_is_not_found(county: County, county_client: Client) -> None:
    assert county_client.get(f"/trial/{county.mill_company.pk}/do/burn/").status_code == 404


def test_an_action_cannot_name_a_record_of_another_branch(county: County, town_client: Client) -> None:
    url = f"/trial/{county.mill_company.pk}/do/cover/"

    response = town_client.post(url, {"version": "1", "union": county.quarry.pk, "once": "a"})

    assert response.status_code == 200
    assert county.quarry.name not in text(response)


# --- choices among many -------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("whole_scope")
def test_a_choice_among_many_is_searched_with_and_without_javascript(county: County, county_client: Client) -> None:
    for n in range(200):
        add_base(county.xinanjiang, f"白沙{n:03d}厂工会")
    url = f"/trial/{county.chemical_works.pk}/edit/"

    page = text(county_client.get(url))
    offered = county_client.get(f"{url}?options=union&q=bs133").json()["results"]
    found = county_client.post(
        url, typed(county.chemical_works, **{"name": "改过的", "_find": "union", "union-find": "白沙133"})
    )

    assert 'data-url="?options=union"' in page
    assert f'<option value="{county.plant.pk}" selected>' in page
    assert "白沙133" not in page
    assert [row["text"] for row in offered] == ["白沙133厂工会"]
    assert ">白沙133厂工会</option>" in text(found)
    assert 'value="改过的"' in text(found)
    assert "请填写整数" not in text(found)
    assert stored(county.chemical_works).name == "建德市白沙化工有限公司"


def test_choices_offer_the_own_branch_only(county: County, base_client: Client) -> None:
    url = f"/trial/{county.chemical_works.pk}/edit/"

    assert base_client.get(f"{url}?options=union&q=石材").json() == {"results": []}
    assert base_client.get(f"{url}?options=union&q=化工").json()["results"] == [
        {"value": str(county.plant.pk), "text": "建德市白沙化工有限公司工会"}
    ]
    assert base_client.get(f"{url}?options=name&q=化工").status_code == 404
