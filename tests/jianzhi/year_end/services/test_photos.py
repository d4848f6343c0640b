"""Photos of the report: added and described while the period is open, sealed with it, and the same pictures ever after."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from PIL import Image

from desk.cases import files
from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from jianzhi.year_end.choices import PeriodKind
from jianzhi.year_end.exact import as_json, from_json
from jianzhi.year_end.models import ChapterPhoto, ReportingPeriod, ReturnFile
from jianzhi.year_end.services import cubes, editions, periods, photos
from jianzhi.year_end.services.photos import PictureBroken
from tests.county import County
from tests.jianzhi.year_end.reporting import add_period, add_return

DEVICE = 0x010F  # EXIF: who made the camera


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """2014, with the county's own return."""
    found = add_period(2014, PeriodKind.CALENDAR_YEAR)
    with everything("test"):
        add_return(found, county.federation)
        add_return(found, county.plant)
    return found


def picture(
    colour: str = "red", name: str = "赵银在白沙化工.jpg", size: tuple[int, int] = (60, 40)
) -> SimpleUploadedFile:
    """As a phone makes it: with the device in it, and somebody's name on it."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[DEVICE] = "Huawei"
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


def add(
    county: County, period: ReportingPeriod, caption: str = "焊工决赛", chapter: str = "R1", **given: Any
) -> ChapterPhoto:
    """As the county officer."""
    actor = county[given.pop("name", "county_officer")]
    upload = given.pop("upload", None) or picture()
    with acting_as(actor):
        return photos.add_photo(actor=actor, obj=period, chapter=chapter, upload=upload, caption=caption)


def close(county: County, period: ReportingPeriod) -> Any:
    actor = county["county_officer"]
    with acting_as(actor):
        edition = periods.close(actor=actor, obj=period, version=period.version, note="测试")
    period.refresh_from_db()
    return edition


def shown(period: ReportingPeriod) -> list[bytes]:
    """The pictures of the first chapter as a paper gets them."""
    row = cubes.cube_of(period).photos.get("R1", [])
    found = photos.contents(row)
    return [found[photo.digest] for photo in row]


def test_a_photo_is_kept_without_its_name_and_without_what_the_phone_wrote_into_it(
    county: County, period: ReportingPeriod
) -> None:
    with everything("test"):
        row = ReturnFile.objects.get(photo=add(county, period, " 焊工决赛 ", upload=picture(size=(3000, 1500))))
        content = b"".join(files.content(row))
        assert row.case.union == county.federation
    assert (row.name, row.photo.caption) == ("R1-照片.jpg", "焊工决赛")
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.size, dict(kept.getexif())) == ((2000, 1000), {})


@pytest.mark.parametrize(("name", "kept"), [("颁奖.王芳", "R1-照片"), ("王芳.PNG", "R1-照片.png")])
def test_nothing_of_its_name_is_kept(county: County, period: ReportingPeriod, name: str, kept: str) -> None:
    with everything("test"):
        assert ReturnFile.objects.get(photo=add(county, period, upload=picture(name=name))).name == kept


def test_the_report_of_the_county_has_it_and_no_other(county: County, period: ReportingPeriod) -> None:
    add(county, period)
    cube = cubes.cube_of(period)
    (photo,) = cube.photos["R1"]
    assert (photo.caption, list(cube.photos)) == ("焊工决赛", ["R1"])
    assert photos.contents([photo])[photo.digest].startswith(b"\xff\xd8")
    assert cube.cut(county.xinanjiang.pk).photos == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 %%EOF", "这里只能添加照片（JPG、PNG）。这个文件没有保存，其他内容不受影响。"),
        (
            b"MZ",
            "只能添加照片（JPG、PNG）、PDF、Word 文档（.docx）和 Excel 工作簿（.xlsx）。这个附件没有保存，其他内容不受影响。",
        ),
    ],
)
def test_what_is_no_picture_is_refused_and_leaves_nothing(
    county: County, period: ReportingPeriod, content: bytes, said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        add(county, period, upload=SimpleUploadedFile("照片.jpg", content))
    assert refused.value.messages == [said]
    with everything("test"):
        assert (ReturnFile.objects.count(), ChapterPhoto.objects.count()) == (0, 0)


def test_a_chapter_takes_three(county: County, period: ReportingPeriod) -> None:
    for number in range(3):
        add(county, period, str(number))
    with pytest.raises(ValidationError, match="每章最多 3 张照片。请先删去一张。"):
        add(county, period)
    assert add(county, period, chapter="R2").chapter == "R2"


@pytest.mark.parametrize("name", ["county_leader", "town_officer", "base_officer"])
def test_only_the_county_officer_adds_changes_and_removes(county: County, period: ReportingPeriod, name: str) -> None:
    photo = add(county, period)
    with pytest.raises(PermissionDenied):
        add(county, period, name=name)
    with acting_as(county[name]):
        with pytest.raises(PermissionDenied):
            photos.change_caption(actor=county[name], obj=photo, version=1, caption="甲")
        with pytest.raises(PermissionDenied):
            photos.remove(actor=county[name], obj=photo, version=1)


def test_of_two_who_write_below_a_photo_the_second_is_told(county: County, period: ReportingPeriod) -> None:
    photo, actor = add(county, period), county["county_officer"]
    with acting_as(actor):
        assert photos.change_caption(actor=actor, obj=photo, version=1, caption="钳工决赛").version == 2
        for act in (photos.change_caption, photos.remove):
            with pytest.raises(Conflict):
                act(actor=actor, obj=photo, version=1, **({"caption": "甲"} if act is photos.change_caption else {}))
        photos.remove(actor=actor, obj=photo, version=2)
    with everything("test"):
        assert (ReturnFile.objects.count(), ChapterPhoto.objects.count()) == (0, 0)


# --- sealed -----------------------------------------------------------------------------------------------------------
def test_a_closed_period_shows_the_same_pictures_ever_after(county: County, period: ReportingPeriod) -> None:
    photo, actor = add(county, period, upload=picture("red")), county["county_officer"]
    edition = close(county, period)
    before = shown(period)
    assert hashlib.sha256(before[0]).hexdigest() in editions.verify(edition).decode()
    acts: list[Callable[[], Any]] = [
        lambda: add(county, period, chapter="R2"),
        lambda: photos.change_caption(actor=actor, obj=photo, version=1, caption="甲"),
        lambda: photos.remove(actor=actor, obj=photo, version=1),
    ]
    for act in acts:
        with acting_as(actor), pytest.raises(ValidationError, match="2014 年已关账"):
            act()
    with everything("test"):
        for statement in ("UPDATE year_end_chapterphoto SET caption = 'x'", "DELETE FROM year_end_returnfile"):
            with pytest.raises(DatabaseError, match="the period is closed"), transaction.atomic():
                connection.cursor().execute(statement)
    assert shown(period) == before


def test_a_correction_with_another_picture_leaves_that_of_the_first_edition(
    county: County, period: ReportingPeriod
) -> None:
    photo, actor = add(county, period, upload=picture("red")), county["county_officer"]
    first = close(county, period)
    before = shown(period)
    with acting_as(actor):
        periods.correct(actor=actor, obj=period, version=period.version, reason="换照片")
        photos.remove(actor=actor, obj=photo, version=1)
    add(county, period, upload=picture("blue"))
    period.refresh_from_db()
    close(county, period)
    after = shown(period)
    assert after != before
    old = editions.cube_in(first).photos["R1"]
    assert list(photos.contents(old).values()) == before


def test_an_edition_without_photos_is_what_it_was_before_there_were_any(
    county: County, period: ReportingPeriod
) -> None:
    cube = cubes.cube_of(period)
    assert '"photos"' not in as_json(cube)
    add(county, period)
    now = cubes.cube_of(period)
    assert from_json(as_json(now)).photos == now.photos
    assert as_json(replace(now, photos={})) == as_json(cube)


def test_a_picture_that_was_changed_or_lost_is_not_printed(county: County, period: ReportingPeriod) -> None:
    add(county, period)
    (photo,) = cubes.cube_of(period).photos["R1"]
    with pytest.raises(PictureBroken, match="is not what it was"):
        photos.contents([replace(photo, digest="0" * 64)])
    with everything("test"):
        path = files.path_of(ReturnFile.objects.get().file)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(PictureBroken, match="does not open"):
        photos.contents([photo])
    path.unlink()
    with pytest.raises(PictureBroken, match="does not open"):
        photos.contents([photo])


def test_the_database_takes_pictures_from_the_countys_own_return_alone(county: County, period: ReportingPeriod) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        other = add_return(add_period(2013, PeriodKind.CALENDAR_YEAR), county.federation)
        for case in (period.returns.get(union=county.plant), other):
            stray = files.attach(obj=case, upload=picture(), actor=officer)
            with pytest.raises(DatabaseError, match="not in the file of the county's return"), transaction.atomic():
                ChapterPhoto.objects.create(period=period, chapter="R1", file=stray, caption="甲")
