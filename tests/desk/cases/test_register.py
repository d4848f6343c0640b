"""A register of cases: one case after another, and many at once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.cases import services
from desk.registers.models import Batch
from desk.vault.scope import everything
from tests.access.filled import filled
from tests.county import County
from tests.desk.cases.test_files import PDF
from tests.desk.cases.trial import State, Trial

pytestmark = pytest.mark.usefixtures("trial_register")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def officer(county: County, sign_in: Callable[[Any], Client]) -> Client:
    return sign_in(county["county_officer"])


@pytest.fixture
def town(county: County, sign_in: Callable[[Any], Client]) -> Client:
    return sign_in(county["town_officer"])


def stored(case: Any) -> Any:
    with everything("tests"):
        return Trial.objects.get(pk=case.pk)


def do(client: Client, case: Any, action: str, **answers: Any) -> str:
    """The page after the action's form was filled in and sent."""
    url = f"/trials/{case.pk}/do/{action}/"
    page = client.get(url)
    assert page.status_code == 200, page
    sent = client.post(url, {**filled(page), **answers}, follow=True)
    return str(sent.content.decode())


class TestOne:
    def test_a_case_goes_its_way_and_the_page_tells_it(self, case: Any, officer: Client, town: Client) -> None:
        do(officer, case, "screen", text="内容完整")
        do(town, case, "assign", text="请尽快办理")
        page = do(town, case, "note", text="已电话联系本人")
        assert [
            (what, why)
            for what, why in re.findall(
                r'<p class="timeline-what">(.*?)</p>.*?<p class="timeline-why">(.*?)</p>', page, re.DOTALL
            )
        ] == [("内部备注", "已电话联系本人"), ("交办", "请尽快办理"), ("初审通过", "内容完整")]
        assert page.index("胡建 ·") < page.index("方敏 ·")
        assert stored(case).state == State.ASSIGNED

    def test_only_the_moves_that_are_open_are_offered(self, case: Any, officer: Client) -> None:
        page = officer.get(f"/trials/{case.pk}/").content.decode()
        assert set(re.findall(rf"/trials/{case.pk}/do/(\w+)/", page)) == {
            "screen", "refuse", "note", "reply", "attach",
        }  # fmt: skip

    def test_a_missing_reason_is_told_beside_the_field_and_nothing_is_done(self, case: Any, officer: Client) -> None:
        page = do(officer, case, "refuse", text="  ")
        assert "此项必填。" in page
        assert stored(case).state == State.NEW

    def test_who_took_the_step_before_is_told_why_the_next_is_not_offered(
        self, case: Any, officer: Client, town: Client
    ) -> None:
        reason = "“交办”与“初审通过”不能由同一人办理，请交另一位同事。"
        page = do(officer, case, "screen")
        assert (reason in page, "/do/assign/" in page) == (True, False)
        page = town.get(f"/trials/{case.pk}/").content.decode()
        assert (reason in page, "/do/assign/" in page) == (False, True)

        asked = officer.get(f"/trials/{case.pk}/do/assign/", follow=True)
        assert asked.redirect_chain[-1][0] == f"/trials/{case.pk}/"
        form = filled(town.get(f"/trials/{case.pk}/do/assign/"))
        sent = officer.post(f"/trials/{case.pk}/do/assign/", {**form, "text": "留着"}, follow=True)
        assert reason in sent.content.decode()
        assert stored(case).state == State.SCREENED

    def test_what_was_done_and_how_the_case_stands_is_told(self, case: Any, officer: Client) -> None:
        assert "已办理：初审通过。现在是“待交办”。" in do(officer, case, "screen")

    def test_an_answer_is_marked_as_seen_outside(self, case: Any, officer: Client) -> None:
        assert "答复（本人可见）" in do(officer, case, "reply", text="请补充照片")

    def test_who_acts_reads_it_by_opening_it_and_who_only_looks_does_not(
        self, case: Any, county: County, town: Client, sign_in: Callable[[Any], Client]
    ) -> None:
        assert "新到未读" in sign_in(county["county_leader"]).get(f"/trials/{case.pk}/").content.decode()
        assert stored(case).is_unread
        town.get(f"/trials/{case.pk}/")
        assert not stored(case).is_unread

    def test_an_attachment_is_added_and_offered(self, case: Any, officer: Client) -> None:
        page = do(officer, case, "attach", upload=SimpleUploadedFile("证明.pdf", PDF), is_public="on")
        assert "附件已添加。" in page
        with everything("tests"):
            (row,) = case.files.all()
        assert f'<a href="/cases/trial/files/{row.pk}/">证明.pdf</a>' in page
        assert (row.actor.username, row.is_public) == ("county_officer", True)

    def test_a_refused_attachment_is_told_beside_its_field(self, case: Any, officer: Client) -> None:
        page = do(officer, case, "attach", upload=SimpleUploadedFile("证明.pdf", b"MZ"))
        assert "只能添加照片（JPG、PNG）、PDF、Word 文档（.docx）和 Excel 工作簿（.xlsx）。这个附件没有保存" in page

    def test_a_colleague_who_was_faster_is_told(self, case: Any, county: County, officer: Client) -> None:
        url = f"/trials/{case.pk}/do/screen/"
        form = filled(officer.get(url))
        with everything("tests"):
            services.move(actor=county["town_officer"], obj=case, slug="screen")
        assert "现在的状态不能“初审通过”" in officer.post(url, form, follow=True).content.decode()
        with everything("tests"):
            assert case.entries.count() == 1


class TestMany:
    def ask(self, client: Client, action: str, cases: list[Any], query: str, **answers: Any) -> Any:
        url = f"/trials/bulk/?{query}"
        page = client.post(url, {"action": action, "pk": [str(case.pk) for case in cases]})
        sent = client.post(url, {**filled(page), "pk": [str(c.pk) for c in cases], **answers})
        return sent["Location"]

    def test_each_is_done_or_says_why_not_and_the_list_is_as_it_was(
        self, add_case: Callable[..., Any], county: County, officer: Client
    ) -> None:
        mine, colleagues = add_case("我初审的"), add_case("同事初审的")
        refused = add_case("已经不予受理", State.REFUSED)
        with everything("tests"):
            services.move(actor=county["county_officer"], obj=mine, slug="screen")
            services.move(actor=county["town_officer"], obj=colleagues, slug="screen")
        place = self.ask(officer, "assign", [mine, colleagues, refused], "sort=-state_since&size=20", text="请办理")
        assert "sort=-state_since" in place
        assert "size=20" in place
        batch = Batch.objects.latest("pk")
        assert (batch.done, batch.failed) == (1, 2)
        assert {f["name"]: f["reason"] for f in batch.failures} == {
            "我初审的": "“交办”与“初审通过”不能由同一人办理，请交另一位同事。",
            "已经不予受理": "“已经不予受理”现为“不予受理”，不能办理“交办”。",
        }
        page = officer.get(place).content.decode()
        assert "不能由同一人办理" in page
        assert [stored(case).state for case in (mine, colleagues, refused)] == ["screened", "assigned", "refused"]

    def test_the_right_is_asked_for_each_at_its_place(
        self, add_case: Callable[..., Any], county: County, town: Client
    ) -> None:
        own, others = add_case("本街道的"), add_case("外单位的", union=county.quarry)
        self.ask(town, "screen", [own, others], "")
        assert Batch.objects.latest("pk").failures == [
            {"pk": str(others.pk), "name": "外单位的", "reason": "您对这条记录没有这项权限。"}
        ]
        assert (stored(own).state, stored(others).state) == ("screened", "new")

    def test_a_reason_that_is_missing_does_nothing_to_any(self, case: Any, officer: Client) -> None:
        before = Batch.objects.count()
        page = officer.post("/trials/bulk/", {"action": "refuse", "pk": [str(case.pk)]})
        officer.post("/trials/bulk/", {**filled(page), "pk": [str(case.pk)], "text": ""})
        assert Batch.objects.count() == before
        assert stored(case).state == State.NEW
