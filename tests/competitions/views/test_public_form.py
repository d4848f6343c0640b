"""The public form: nothing typed is lost, nothing comes twice, nobody floods it, and it never answers 500."""

import io
import json
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from competitions.models import Campaign, Proposal, ProposalEntry, ProposalFile
from competitions.services import intake
from competitions.views import public_form
from desk.cases import files
from desk.cases.public import proofs
from desk.cases.public.receipts import Receipt
from desk.vault.scope import everything
from tests.competitions.ideas import add_campaign
from tests.competitions.views.ideas import (
    CODE,
    TYPED,
    code_on,
    fresh_key,
    key_on,
    mine,
    photo,
    proof_for,
    send,
    the_only_idea,
)
from tests.county import County, build_county

ADDRESS = "/ideas/submit/"


def ideas() -> int:
    with everything("test"):
        return mine().count()


def test_an_idea_is_answered_with_its_number_and_a_code_of_a_hundred_and_twenty_bits(
    county: County, client: Client
) -> None:
    answer = send(client)
    page = answer.content.decode()
    idea = the_only_idea()
    assert re.fullmatch(r"JDZ\d{8}[0-9A-F]{6}", idea.receipt_no)
    assert idea.receipt_no in page
    assert re.fullmatch(CODE, code_on(page))
    assert "查询码只在这里显示一次" in page
    assert (idea.name, idea.co_proposers, idea.phone) == ("何平", "吴亮\n方小燕", "13900000077")
    assert (idea.union, idea.employer, idea.employer_name) == (county.federation, None, "白沙化工三车间")
    assert (idea.state, idea.handler_id) == ("new", county.federation.pk)


def test_an_anonymous_idea_keeps_no_name_even_if_one_was_typed(county: County, client: Client) -> None:
    send(client, identity="anonymous")
    idea = the_only_idea()
    assert (idea.is_anonymous, idea.name, idea.co_proposers) == (True, "", "")


def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_stays(county: County, client: Client) -> None:
    key = fresh_key(client)
    page = send(client, key, title="", name="", phone="1234", consent="").content.decode()
    assert ideas() == 0
    for field, words in (
        ("title", "此项必填"),
        ("name", "实名提交请填写姓名"),
        ("phone", "手机号"),
        ("consent", "须勾选同意"),
    ):
        assert re.search(rf'id="id_{field}_error"[^<]*<li>[^<]*{words}', page.replace("\n", "")), field
    for typed in (TYPED["problem"], TYPED["measure"], "白沙化工三车间", "吴亮", "1234"):
        assert typed in page
    assert key_on(page) == key


def test_the_same_form_sent_again_is_the_same_idea_with_the_same_receipt(county: County, client: Client) -> None:
    key = fresh_key(client)
    first, second = send(client, key), send(client, key)
    assert code_on(first.content.decode()) == code_on(second.content.decode())
    assert ideas() == 1


def test_a_form_that_was_taken_in_takes_no_other_idea(county: County, client: Client) -> None:
    key = fresh_key(client)
    send(client, key)
    answer = send(client, key, title="再装一盏灯")
    page = answer.content.decode()
    assert "这张表已经提交过一次" in page
    assert "再装一盏灯" in page
    assert key_on(page) != key
    assert ideas() == 1


@pytest.mark.parametrize("key", ["", "forged", "forged:1abc:xyz"])
def test_a_key_that_is_not_ours_is_replaced_and_the_typed_text_stays(county: County, client: Client, key: str) -> None:
    page = client.post(ADDRESS, {**TYPED, "campaign": _campaign(), "key": key, "proof": "1"}).content.decode()
    assert public_form.OLD_FORM in page
    assert TYPED["problem"] in page
    assert proofs.challenge_of(key_on(page))["challenge"] in page


def test_a_form_older_than_a_day_is_replaced(county: County, client: Client, monkeypatch: Any) -> None:
    key = fresh_key(client)
    later = timezone.now().timestamp() + 25 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert public_form.OLD_FORM in send(client, key).content.decode()


def test_without_proof_the_sum_is_asked_for_and_its_answer_is_enough(county: County, client: Client) -> None:
    key = fresh_key(client)
    page = send(client, key, proof="").content.decode()
    assert public_form.NO_PROOF in page
    assert "<noscript>" not in page  # the sum stands there for everybody
    one, other = proofs._summands(key)
    assert proofs.question_of(key) in page
    assert public_form.WRONG_SUM in send(client, key, proof="", answer=str(one + other + 1)).content.decode()
    assert ideas() == 0
    code_on(send(client, key, proof="", answer=str(one + other)).content.decode())


def test_the_proof_of_one_form_opens_no_other(county: County, client: Client) -> None:
    key, other = fresh_key(client), fresh_key(client)
    assert public_form.NO_PROOF in send(client, key, proof=proof_for(other)).content.decode()


def test_those_without_scripts_are_counted_by_themselves_and_more_strictly(county: County, client: Client) -> None:
    def by_hand() -> Any:
        key = fresh_key(client)
        return send(client, key, proof="", answer=str(sum(proofs._summands(key))))

    assert [by_hand().status_code for _ in range(3)] == [200, 200, 429]
    assert send(client).status_code == 200


def test_the_sixth_in_a_minute_from_one_address_is_put_off_and_reads_what_was_kept(
    county: County, client: Client
) -> None:
    answers = [send(client) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    page = answers[-1].content.decode()
    assert "您填写的内容没有提交。它们都在下面" in page
    assert TYPED["measure"] in page
    assert send(Client(REMOTE_ADDR="10.9.8.7")).status_code == 200


def test_the_workplace_is_found_by_its_name_without_losing_anything(county: County, client: Client) -> None:
    key = fresh_key(client)
    page = send(client, key, find="1", workplace="白沙").content.decode()
    assert ideas() == 0
    assert "请选择" in page
    assert f'value="e{county.chemical_works.pk}"' in page
    assert f'value="u{county.plant.pk}"' in page
    assert TYPED["problem"] in page
    assert "errorlist" not in page
    assert key_on(page) == key
    send(client, key, workplace="白沙", place=f"e{county.chemical_works.pk}")
    idea = the_only_idea()
    assert (idea.employer, idea.union) == (county.chemical_works, county.plant)
    assert idea.employer_name == "建德市白沙化工有限公司"


def test_a_union_can_be_chosen_too(county: County, client: Client) -> None:
    send(client, place=f"u{county.mill.pk}")
    assert (the_only_idea().union, the_only_idea().employer) == (county.mill, None)


@pytest.mark.parametrize("place", ["e999999", "u1", "x1", "e", "e1; DROP", "u99999999999999999999", "e²"])
def test_a_workplace_that_is_none_is_said_so(county: County, client: Client, place: str) -> None:
    page = send(client, place=place).content.decode()
    assert "所选的单位已不在册" in page
    assert ideas() == 0


def test_the_search_of_the_script_answers_with_a_fragment_and_looks_for_no_numbers(
    county: County, client: Client
) -> None:
    found = client.post("/ideas/submit/places/", {"workplace": "bshg"}).content.decode()
    assert "建德市白沙化工有限公司" in found
    assert "<html" not in found
    assert "白沙" not in client.post("/ideas/submit/places/", {"workplace": "13900000001"}).content.decode()


def test_photos_are_attached_upright_and_without_what_the_phone_wrote_into_them(county: County, client: Client) -> None:
    key = fresh_key(client)
    for _ in range(2):  # sent twice, kept once
        send(client, key, photo_1=photo(), photo_2=photo("码头.png", kind="PNG", colour="blue"))
    with everything("test"):
        rows = list(ProposalFile.objects.all())
        assert sorted(file.kind for file in rows) == ["jpeg", "png"]
        assert {(file.by, file.actor_id) for file in rows} == {("visitor", None)}
        assert sorted(file.name for file in rows) == ["照片1", "照片2"]


def test_what_is_kept_of_a_photo_is_the_picture_upright_and_nothing_else(county: County, client: Client) -> None:
    send(client, photo_1=photo())
    with everything("test"):
        kept = b"".join(files.content(ProposalFile.objects.get()))
    assert b"CANARY-PHONE" not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (150, 300)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload=alert(1)>", "这不是 JPEG 或 PNG 照片"),
        (b"\xff\xd8\xff\xe0" + b"0" * 100, "文件已损坏或没有传完整"),
        (b"%PDF-1.4 %%EOF", "这不是 JPEG 或 PNG 照片"),
        (b"0" * (5 * 1024 * 1024 + 1), "超过 5 MB"),
    ],
    ids=["a drawing with a script", "half a photo", "a paper", "too large"],
)
def test_what_is_no_photo_is_refused_at_its_field_and_the_text_stays(
    county: County, client: Client, content: bytes, words: str
) -> None:
    page = send(client, photo_2=SimpleUploadedFile("x.jpg", content, content_type="image/jpeg")).content.decode()
    assert re.search(rf'id="id_photo_2_error"[^<]*<li>[^<]*{words}', page.replace("\n", ""))
    assert "照片请重新选一次" in page
    assert TYPED["problem"] in page
    assert ideas() == 0


def test_a_campaign_that_is_over_takes_nothing_and_one_campaign_need_not_be_chosen(
    county: County, client: Client
) -> None:
    page = client.get(ADDRESS).content.decode()
    assert "我为建德创业再出发献一计" in page
    assert 'type="radio" name="campaign"' not in page
    key = key_on(page)
    with everything("test"):
        add_campaign(county.federation, "五小竞赛")
        assert client.get(ADDRESS).content.decode().count('type="radio" name="campaign"') == 2
        Campaign.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert "现在没有正在征集的活动" in client.get(ADDRESS).content.decode()
    assert "现在没有正在征集的活动" in send(client, key).content.decode()
    assert ideas() == 0


def test_the_picture_of_the_receipt_is_posted_for_and_signed(county: County, client: Client) -> None:
    page = send(client).content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed
    answer = client.post("/ideas/submit/receipt.png", {"sealed": sealed[1]})
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG")
    assert code_on(page) not in answer["Content-Disposition"]
    assert client.get("/ideas/submit/receipt.png").status_code == 405
    assert client.post("/ideas/submit/receipt.png", {"sealed": sealed[1] + "x"}).status_code == 404


def test_no_column_of_an_idea_or_its_file_holds_an_address(county: County, client: Client) -> None:
    visitor = Client(REMOTE_ADDR="203.0.113.77")
    send(visitor, photo_1=photo())
    with everything("test"):
        rows = [*Proposal.objects.values(), *ProposalEntry.objects.values(), *ProposalFile.objects.values()]
    assert "203.0.113.77" not in repr(rows)
    models = (Proposal, ProposalEntry, ProposalFile)
    columns = {field.column for model in models for field in model._meta.concrete_fields}
    assert not {column for column in columns if re.search(r"(^|_)(ip|addr|address|remote|agent|host)(_|$)", column)}
    kinds = {field.get_internal_type() for model in models for field in model._meta.concrete_fields}
    assert "GenericIPAddressField" not in kinds


def test_the_history_tells_neither_where_an_idea_came_from_nor_who_was_signed_in(county: County, sign_in: Any) -> None:
    for client in (Client(), sign_in(county["base_officer"])):
        client.defaults["REMOTE_ADDR"] = "203.0.113.77"
        send(client)
    with everything("test"), connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context FROM competitions_proposalevent WHERE title <> '余热回收'")
        assert [json.loads(context) for (context,) in cursor.fetchall()] == [{"reason": "金点子征集"}] * 2


def _campaign() -> int:
    with everything("test"):
        return int(Campaign.objects.order_by("pk")[0].pk)


@pytest.mark.parametrize(
    ("body", "kind", "statuses"),
    [
        ("&".join(f"f{n}=1" for n in range(1_001)), "application/x-www-form-urlencoded", {400}),
        ("problem=" + "x" * (1024 * 1024 + 1), "application/x-www-form-urlencoded", {400}),
        ("[" * 100_000 + "]" * 100_000, "application/json", {200}),
        ('--b\r\nContent-Disposition: form-data; name="p"; filename="x"\r\n\r\n1\r\n' * 10_000 + "--b--\r\n", "multipart/form-data; boundary=b", {400}),
        ('--b\r\nContent-Disposition: form-data; name="p"\r\n\r\n1\r\n' * 10_000 + "--b--\r\n", "multipart/form-data; boundary=b", {400}),
        ("--b\r\ngarbage", "multipart/form-data; boundary=b", {200}),
        ("x=1", "multipart/form-data", {400}),
        ("x=1", "multipart/form-data; boundary=" + "b" * 300, {400}),
        ("problem=%ff%00%fe&campaign=%00&key=%00&place=%00&photo_1=1", "application/x-www-form-urlencoded", {200}),
    ],
    ids=["1,001 fields", "a mebibyte", "deep json", "10,000 files", "10,000 parts", "half a part", "no boundary", "long boundary", "no utf-8"],
)  # fmt: skip
def test_a_body_that_is_no_form_is_answered_in_chinese_and_never_with_500(
    county: County, client: Client, body: str, kind: str, statuses: set[int]
) -> None:
    answer = client.post(ADDRESS, body, content_type=kind)
    assert answer.status_code in statuses
    assert "您" in answer.content.decode()
    assert ideas() == 0


def test_more_than_three_photos_of_five_mebibytes_are_answered_413(county: County, client: Client) -> None:
    answer = client.post(ADDRESS, {"photo_1": _large(), "photo_2": _large(), "photo_3": _large()})
    assert answer.status_code == 413
    assert "照片太大，没有提交" in answer.content.decode()


def _large() -> Any:
    return SimpleUploadedFile("x.jpg", b"0" * (6 * 1024 * 1024), content_type="image/jpeg")


@pytest.fixture(name="committed")
def _committed(transactional_db: None) -> County:
    with everything("the test county"):
        return build_county()


@pytest.mark.django_db(transaction=True)
def test_ten_at_the_same_time_with_one_key_are_one_idea_with_one_receipt(committed: County) -> None:
    key, codes, statuses = fresh_key(Client()), [], []

    def sent() -> None:
        try:
            answer = send(Client(), key, photo_1=photo())
            statuses.append(answer.status_code)
            codes.append(code_on(answer.content.decode()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sent) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 10
    assert len(codes) == 10
    assert len(set(codes)) == 1
    assert ideas() == 1
    with everything("test"):
        assert ProposalFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_crash_in_mid_request_leaves_nothing_and_the_key_free(committed: County, monkeypatch: Any) -> None:
    key = fresh_key(Client())

    def crash(*_: Any) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(public_form, "hand_in", crash)
        assert send(Client(raise_request_exception=False), key, photo_1=photo()).status_code == 500
    assert ideas() == 0
    code_on(send(Client(), key, photo_1=photo()).content.decode())
    assert ideas() == 1


def test_the_key_of_the_form_is_signed_for_ideas_only(county: County, client: Client) -> None:
    stolen = Receipt("入会申请", column="x", length=16).fresh_key()
    assert public_form.OLD_FORM in send(client, stolen).content.decode()
    assert intake.RECEIPT.purpose == "金点子征集"


def test_a_visitor_hands_in_within_one_transaction_and_an_officer_sees_the_form_in_their_own_scope(
    county: County, client: Client, settings: Any
) -> None:
    send(client, fresh_key(client))  # from now on the county, the campaigns and the holidays are remembered
    settings.REMEMBER_SECONDS = 10
    form = {**TYPED, "campaign": county.record("campaigns").pk, "key": fresh_key(client)}
    form["proof"] = proof_for(form["key"])
    with CaptureQueriesContext(connection) as asked:
        assert "receipt-code" in client.post(ADDRESS, form).content.decode()
    said = [query["sql"] for query in asked.captured_queries]
    assert sum("set_config('jianzhi.scope', '*', true)" in sql for sql in said) == 1
    # A savepoint and the scope, the INSERT that is not in this list, and both again as the test had them.
    assert len(said) == 5, said
    client.force_login(county["base_officer"])
    assert client.get(ADDRESS).status_code == 200
