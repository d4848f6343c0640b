"""Attachments: what is taken, what is left of it, where it lies, and who gets it."""

import io
import os
import time
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from PIL import Image

from desk.cases import files, tasks, views
from desk.cases.choices import By
from desk.cases.judging import judged
from desk.vault.ciphers import SealBroken
from desk.vault.scope import acting_as, everything
from tests.county import County
from tests.desk.cases.trial import TrialFile

MIB = 1024 * 1024
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GPS, WHERE, ARTIST = 0x8825, {2: (29.0, 28.0, 36.0)}, "Zhang San"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **extra: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **extra)
    return out.getvalue()


def from_a_phone() -> bytes:
    """A picture that lies on its side and says where it was taken, when, and by whom."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x013B] = ARTIST
    exif.get_ifd(GPS).update(WHERE)
    return picture(exif=exif, comment=b"taken at home")


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, "<x/>")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"0" * 50 * MIB)
    return out.getvalue()


def attached(case: Any, data: bytes, name: str = "照片.jpg", **how: Any) -> Any:
    return files.attach(obj=case, upload=SimpleUploadedFile(name, data), **{"by": By.VISITOR, **how})


def on_disk() -> list[Path]:
    return list(files.folder().glob("*/*"))


class TestWhoAdds:
    def test_staff_who_act_on_the_case_do_under_their_name(self, case: Any, county: County) -> None:
        with acting_as(county["town_officer"]):
            assert attached(case, PDF, by=By.STAFF, actor=county["town_officer"]).actor == county["town_officer"]

    @pytest.mark.parametrize("who", ["county_leader", "base_officer", "other_base_officer", "stranger"])
    def test_who_has_no_right_where_it_lies_adds_nothing(self, case: Any, county: County, who: str) -> None:
        with everything("tests"), pytest.raises(PermissionDenied):
            attached(case, PDF, by=By.STAFF, actor=county[who])
        assert on_disk() == []

    def test_staff_are_never_nameless_and_visitors_never_named(self, case: Any, county: County) -> None:
        for by, actor in ((By.STAFF, None), (By.VISITOR, county["county_officer"])):
            with everything("tests"), pytest.raises(PermissionDenied):
                attached(case, PDF, by=by, actor=actor)


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (picture(), "jpeg"),
            (picture("PNG"), "png"),
            (PDF, "pdf"),
            (archive("[Content_Types].xml", "word/document.xml"), "docx"),
            (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ],
        ids=["jpeg", "png", "pdf", "docx", "xlsx"],
    )
    def test_the_content_says_what_it_is(self, data: bytes, kind: str) -> None:
        assert judged(data)[0] == kind

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "文件是空的。"),
            (b"<html><script>alert(1)</script>", "只能添加照片"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "只能添加照片"),
            (picture("GIF"), "只能添加照片"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "只能添加照片"),
            (picture()[:-20], "文件已损坏"),
            (b"\xff\xd8\xff" + b"MZ" * 100, "文件已损坏"),
            (PDF[:-7], "文件已损坏"),
            (archive("word/document.xml", "word/vbaProject.bin"), "文件带有宏"),
            (archive("a.txt"), "只能添加照片"),
            (archive("word/document.xml", "../../etc/passwd"), "指向文件以外的路径"),
            (archive("word/document.xml", "word/embeddings/x.zip"), "嵌着别的文件"),
            (archive("word/document.xml", "xl/workbook.xml"), "只能添加照片"),
            (bomb(), "100 倍以上"),
            (b"%PDF-1.7" + bytes(10 * MIB) + b"%%EOF", "文件超过 10 MB"),
            (picture() + bytes(5 * MIB), "照片超过 5 MB"),
            (picture("PNG", (5001, 5000)), "照片超过 2,500 万像素"),
        ],
    )
    def test_anything_else_is_refused_with_a_sentence_that_says_what_was_kept(self, data: bytes, sentence: str) -> None:
        with pytest.raises(ValidationError, match=sentence) as refusal:
            judged(data)
        assert refusal.value.messages[0].endswith("这个附件没有保存，其他内容不受影响。")


class TestPictures:
    def test_what_the_phone_wrote_into_it_is_gone(self) -> None:
        before = from_a_phone()
        assert ARTIST.encode() in before
        _, kept = judged(before)
        with Image.open(io.BytesIO(kept)) as made:
            assert made.size == (30, 40)  # upright
            assert dict(made.getexif()) == {}
            assert "comment" not in made.info
        assert ARTIST.encode() not in kept

    def test_text_in_a_png_is_gone(self) -> None:
        from PIL.PngImagePlugin import PngInfo

        said = PngInfo()
        said.add_text("Author", ARTIST)
        assert ARTIST.encode() not in judged(picture("PNG", pnginfo=said))[1]

    def test_a_large_one_is_made_smaller(self) -> None:
        with Image.open(io.BytesIO(judged(picture(size=(4000, 1000)))[1])) as made:
            assert made.size == (2000, 500)


@pytest.mark.usefixtures("whole_scope")
class TestKeeping:
    def test_it_lies_sealed_under_a_name_that_says_nothing(self, case: Any) -> None:
        row = attached(case, PDF, "张三 证明.pdf", is_public=True)
        (path,) = on_disk()
        assert "张三" not in str(path)
        assert PDF not in path.read_bytes()
        assert b"".join(files.content(row)) == PDF
        assert (row.name, row.kind, row.size, row.is_public) == ("张三 证明.pdf", "pdf", len(PDF), True)

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("C:\\fakepath\\照片.jpg", "照片.jpg"),
            ("照\u202egpj.exe", "照gpj.exe"),
            ("长" * 200 + ".jpeg", "长" * 110 + ".jpeg"),
        ],
    )
    def test_its_name_is_shown_as_it_is(self, case: Any, given: str, kept: str) -> None:
        row = TrialFile.objects.get(pk=attached(case, picture(), given).pk)
        assert row.name == kept

    def test_there_are_so_many_and_no_more(self, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "MOST", 2)
        attached(case, picture())
        attached(case, picture())
        with pytest.raises(ValidationError, match="每件最多 2 个附件。这个附件没有保存"):
            attached(case, picture())
        assert len(on_disk()) == 2

    def test_it_goes_with_a_transaction_that_is_rolled_back(self, case: Any) -> None:
        attached(case, picture())
        with transaction.atomic():
            attached(case, picture())
            assert len(on_disk()) == 2
            transaction.set_rollback(True)
        assert len(on_disk()) == 1

    def test_a_file_moved_to_another_place_does_not_open(self, case: Any) -> None:
        one, other = attached(case, PDF, "甲.pdf"), attached(case, PDF, "乙.pdf")
        files.path_of(one.file).write_bytes(files.path_of(other.file).read_bytes())
        with pytest.raises(SealBroken):
            b"".join(files.content(one))

    @pytest.mark.usefixtures("trial_register")
    def test_what_no_row_names_is_swept_after_an_hour(self, case: Any) -> None:
        row = attached(case, picture())
        left = files.folder() / "ab" / "abandoned"
        left.parent.mkdir(exist_ok=True)
        left.write_bytes(b"x")
        assert tasks.sweep_attachments() == 0  # its transaction may still be open
        for path in (left, files.path_of(row.file)):
            os.utime(path, (time.time() - 3700,) * 2)
        assert tasks.sweep_attachments() == 1
        assert on_disk() == [files.path_of(row.file)]


@pytest.mark.django_db(transaction=True)
def test_it_stays_when_the_transaction_is_committed(county: County) -> None:
    from tests.desk.cases.trial import Trial

    with everything("tests"):
        case = Trial.objects.create(union=county.mill, handler=county.xinanjiang, title="甲")
        attached(case, picture())
    assert len(on_disk()) == 1


@pytest.mark.usefixtures("trial_register")
class TestFetching:
    @pytest.fixture
    def rows(self, case: Any) -> dict[str, Any]:
        with everything("tests"):
            return {"pdf": attached(case, PDF, "证明.pdf"), "png": attached(case, picture("PNG"), "图.png")}

    def test_it_comes_as_what_it_is_and_can_run_nothing(
        self, rows: dict[str, Any], county: County, sign_in: Callable[[Any], Client]
    ) -> None:
        answer = sign_in(county["town_officer"]).get(f"/cases/trial/files/{rows['pdf'].pk}/")
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%81%E6%98%8E.pdf"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]

    def test_a_picture_may_be_looked_at(
        self, rows: dict[str, Any], county: County, sign_in: Callable[[Any], Client]
    ) -> None:
        answer = sign_in(county["town_officer"]).get(f"/cases/trial/files/{rows['png'].pk}/")
        assert answer["Content-Disposition"].startswith("inline;")

    @pytest.mark.parametrize(
        ("who", "status"),
        [("county_leader", 200), ("base_officer", 404), ("auditor", 403), ("stranger", 404)],
    )
    def test_whoever_does_not_see_the_case_does_not_get_it(
        self, rows: dict[str, Any], county: County, sign_in: Callable[[Any], Client], who: str, status: int
    ) -> None:
        assert sign_in(county[who]).get(f"/cases/trial/files/{rows['pdf'].pk}/").status_code == status

    @pytest.mark.parametrize(
        ("who", "is_found"), [("town_officer", True), ("base_officer", False), ("stranger", False)]
    )
    def test_the_view_asks_for_itself_where_the_database_would_let_it_pass(
        self, rows: dict[str, Any], county: County, who: str, is_found: bool
    ) -> None:
        request = RequestFactory().get("/")
        request.user = county[who]
        with everything("tests"), nullcontext() if is_found else pytest.raises(Http404):
            assert views.attachment(request, "trial", rows["pdf"].pk).status_code == 200

    def test_it_is_asked_again_at_every_fetch(
        self, rows: dict[str, Any], case: Any, county: County, sign_in: Callable[[Any], Client]
    ) -> None:
        client, url = sign_in(county["town_officer"]), f"/cases/trial/files/{rows['pdf'].pk}/"
        assert client.get(url).status_code == 200
        with everything("tests"):
            type(case).objects.update(union=county.quarry, handler=county.quarry)
        assert client.get(url).status_code == 404

    @pytest.mark.parametrize("slug", ["trial", "nothing"])
    def test_what_is_not_there_is_not_found(
        self, rows: dict[str, Any], county: County, sign_in: Callable[[Any], Client], slug: str
    ) -> None:
        url = f"/cases/{slug}/files/00000000-0000-7000-8000-000000000000/"
        assert sign_in(county["county_officer"]).get(url).status_code == 404

    def test_a_file_that_does_not_open_is_told(
        self, rows: dict[str, Any], county: County, sign_in: Callable[[Any], Client]
    ) -> None:
        files.path_of(rows["pdf"].file).write_bytes(b"broken")
        answer = sign_in(county["town_officer"]).get(f"/cases/trial/files/{rows['pdf'].pk}/")
        assert answer.status_code == 404
