"""The public pages: without an account, without a trace of a person in addresses and titles, never a 500."""

import re
import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from desk.cases import services as cases
from desk.vault.scope import acting_as, everything
from members.models import MembershipApplication
from tests.county import County, build_county
from unions.choices import OrgStatus
from unions.models import UnionOrg

NUMBER = "330182199207080042"
PERSON = {
    "name": "方小燕",
    "id_number": NUMBER,
    "phone": "13900000088",
    "employer_name": "建德市白沙化工有限公司",
    "consent": "on",
}


def key_on(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def code_on(page: str) -> str:
    found = re.search(r'receipt-code">([^<]+)<', page)
    assert found
    return found[1]


def send(client: Client, union: UnionOrg, **changed: Any) -> Any:
    url = f"/join/{union.pk}/"
    key = key_on(client.get(url).content.decode())
    return client.post(url, {**PERSON, "key": key, **changed})


def test_the_search_lists_standing_grass_roots_unions_by_name(county: County, client: Client) -> None:
    page = client.get("/join/", {"q": "白沙"}).content.decode()
    assert "建德市白沙化工有限公司工会" in page
    assert f'href="/join/{county.plant.pk}/"' in page
    assert "建德市严州石材有限公司工会" not in page
    assert 'class="choices"' not in client.get("/join/", {"q": "总工会"}).content.decode()


@pytest.mark.parametrize("page", ["/join/", "/join/status/"])
def test_the_ways_of_the_public_pages_stand_above_it(county: County, client: Client, page: str) -> None:
    shown = client.get(page).content.decode()
    assert 'aria-label="公众页面"' in shown
    assert 'href="/ideas/"' in shown


def test_a_closed_union_takes_no_applications(county: County, client: Client) -> None:
    with everything("test"):
        UnionOrg.objects.filter(pk=county.plant.pk).update(status=OrgStatus.DISSOLVED, closed_on="2015-01-01")
    assert "白沙化工有限公司工会" not in client.get("/join/", {"q": "白沙"}).content.decode()
    assert client.get(f"/join/{county.plant.pk}/").status_code == 404


@pytest.mark.parametrize("pk", ["federation", "xinanjiang"])
def test_nobody_asks_a_federation(county: County, client: Client, pk: str) -> None:
    assert client.get(f"/join/{getattr(county, pk).pk}/").status_code == 404


def test_a_number_is_not_looked_for_nor_shown_again(county: County, client: Client) -> None:
    page = client.get("/join/", {"q": NUMBER}).content.decode()
    assert "请不要在这里填写身份证号" in page
    assert NUMBER not in page


def test_an_application_is_answered_with_number_and_code_and_found_by_the_code(county: County, client: Client) -> None:
    answer = send(client, county.plant)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert re.search(r"RH\d{8}[0-9A-F]{6}", page)
    code = code_on(page)
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    found = client.post("/join/status/", {"code": code}).content.decode()
    assert "待审核" in found
    assert "建德市白沙化工有限公司工会" in found


def test_no_page_shows_the_number_or_puts_anything_into_address_or_title(county: County, client: Client) -> None:
    answer = send(client, county.plant)
    code = code_on(answer.content.decode())
    found = client.post("/join/status/", {"code": code})
    for response in (answer, found):
        page = response.content.decode()
        title = re.search(r"<title>(.*?)</title>", page)
        assert title
        assert "方小燕" not in title[1]
        assert NUMBER not in page
        assert "13900000088" not in page
        assert response.headers.get("Location") is None
        assert "no-store" in response.headers["Cache-Control"]


def test_full_width_digits_spaces_and_a_small_x_are_taken_as_they_are_meant(county: County, client: Client) -> None:
    send(client, county.plant, id_number=" ３３０１８２ 19920708 019x", phone="139 0000 ００８８")
    with everything("test"):
        saved = MembershipApplication.objects.get(name="方小燕")
        assert (saved.id_number, saved.phone) == ("33018219920708019X", "13900000088")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "燕" * 41),
        ("name", "燕\x00"),
        ("id_number", "330182199207080043"),
        ("id_number", "3301821992070800"),
        ("id_number", "9" * 2_000),
        ("phone", "1390000008"),
        ("phone", "电话"),
        ("employer_name", "厂" * 121),
        ("consent", ""),
        ("key", ""),
        ("key", "\x00"),
        ("key", "x" * 10_000),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_with_everything_kept(
    county: County, client: Client, field: str, value: str
) -> None:
    answer = send(client, county.plant, **{field: value})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert "还没有提交，有内容需要改正。" in answer.content.decode()
    assert 'value="建德市白沙化工有限公司"' in answer.content.decode() or field == "employer_name"
    with everything("test"):
        assert not MembershipApplication.objects.exclude(pk=county.record("applications").pk).exists()


@pytest.mark.parametrize(
    "url",
    [
        "/join/99999999999999999999999/",
        "/join/0/",
        "/join/?q=%00",
        "/join/?q=%FF%FE",
        f"/join/?q={'x' * 3000}",
        "/join/?q=%25_",
    ],
)
def test_addresses_nobody_made_are_answered(county: County, client: Client, url: str) -> None:
    assert client.get(url).status_code in (200, 404)


@pytest.mark.parametrize("code", ["", "\x00", "<script>", "x" * 5_000, "ABCD-EFGH-JKMN-PQRS"])
def test_a_wrong_code_is_answered_without_a_500(county: County, client: Client, code: str) -> None:
    answer = client.post("/join/status/", {"code": code})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_every_wrong_code_is_answered_in_the_same_words(county: County, client: Client) -> None:
    answers = {
        re.sub(r'value="[^"]*"', "", client.post("/join/status/", {"code": code}).content.decode())
        for code in ("ABCDEFGHJKMNPQRS", "ABCD", "!!!!")
    }
    assert len(answers) == 1


def test_the_sixth_wrong_code_is_answered_with_429(county: County, client: Client) -> None:
    codes = [client.post("/join/status/", {"code": "ABCDEFGHJKMNPQRS"}).status_code for _ in range(6)]
    assert codes == [200, 200, 200, 200, 200, 429]


def test_who_asks_again_and_again_whether_somebody_has_applied_is_stopped(county: County, client: Client) -> None:
    answers = [send(client, county.plant) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 429]
    assert "已向这家工会提交过申请" in answers[1].content.decode()


def test_the_applicant_writes_to_the_union_and_reads_its_answer(county: County, client: Client) -> None:
    code = code_on(send(client, county.plant).content.decode())
    page = client.post("/join/status/", {"code": code, "do": "write", "text": "合同<b>已补签"}).content.decode()
    assert "留言已送到工会" in page
    assert "合同&lt;b&gt;已补签" in page
    officer = county["base_officer"]
    with acting_as(officer):
        application = MembershipApplication.objects.get(name="方小燕")
        cases.note(actor=officer, obj=application, text="只给同事看")
        cases.reply(actor=officer, obj=application, text="收到，周五前答复")
    page = client.post("/join/status/", {"code": code}).content.decode()
    assert "收到，周五前答复" in page
    assert "只给同事看" not in page
    assert officer.full_name not in page


@pytest.mark.parametrize("text", ["", "  ", "\x00", "长" * 501])
def test_a_message_that_cannot_be_taken_is_refused_in_words(county: County, client: Client, text: str) -> None:
    code = code_on(send(client, county.plant).content.decode())
    answer = client.post("/join/status/", {"code": code, "do": "write", "text": text})
    assert answer.status_code == 200
    assert "留言已送到工会" not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_the_applicant_takes_the_application_back_once(county: County, client: Client) -> None:
    code = code_on(send(client, county.plant).content.decode())
    assert "撤回申请" in client.post("/join/status/", {"code": code}).content.decode()
    page = client.post("/join/status/", {"code": code, "do": "withdraw"}).content.decode()
    assert "申请已撤回" in page
    assert "本人撤回" in page
    again = client.post("/join/status/", {"code": code, "do": "withdraw"}).content.decode()
    assert "申请已撤回" not in again
    assert "不能办理" in again


def test_nothing_is_taken_back_with_a_wrong_code(county: County, client: Client) -> None:
    send(client, county.plant)
    client.post("/join/status/", {"code": "ABCDEFGHJKMNPQRS", "do": "withdraw"})
    with everything("test"):
        assert MembershipApplication.objects.get(name="方小燕").state == "new"


def test_a_thousand_fields_are_refused_but_not_with_a_500(county: County, client: Client) -> None:
    answer = client.post(f"/join/{county.plant.pk}/", {f"f{n}": "x" for n in range(1_100)})
    assert answer.status_code in (400, 413)


def test_other_methods_are_refused(county: County, client: Client) -> None:
    assert client.post("/join/").status_code == 405
    assert client.put(f"/join/{county.plant.pk}/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_ten_sendings_of_one_form_at_once_make_one_record_and_one_receipt() -> None:
    with everything("test"):
        plant = build_county().plant
    url = f"/join/{plant.pk}/"
    key = key_on(Client().get(url).content.decode())
    codes: list[str] = []

    def once() -> None:
        try:
            codes.append(code_on(Client().post(url, {**PERSON, "key": key}).content.decode()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=once) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 10
    assert len(set(codes)) == 1
    with everything("test"):
        assert MembershipApplication.objects.filter(name="方小燕").count() == 1
