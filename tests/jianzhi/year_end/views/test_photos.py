"""The page of a chapter's photos, and where they are seen."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.vault.scope import everything
from jianzhi.year_end.choices import PeriodKind, PeriodState
from jianzhi.year_end.models import ChapterPhoto, ReportingPeriod
from jianzhi.year_end.services import kept
from tests.access.filled import filled
from tests.county import County
from tests.jianzhi.year_end.reporting import add_period, add_return
from tests.jianzhi.year_end.services.test_photos import add, picture
from unions.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cube of another test."""
    monkeypatch.setattr(kept, "_kept", {})


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """2014, with the county's own return."""
    found = add_period(2014, PeriodKind.CALENDAR_YEAR)
    with everything("test"):
        add_return(found, county.federation)
    return found


def page_of(period: ReportingPeriod, chapter: str = "R1") -> str:
    return f"/year-end/{period.pk}/texts/{chapter}/photos/"


def captions() -> list[tuple[str, int]]:
    with everything("test"):
        return list(ChapterPhoto.objects.order_by("pk").values_list("caption", "version"))


def test_a_photo_is_added_seen_and_taken_out(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client, page = sign_in(county["county_officer"]), page_of(period)
    assert f'href="{page}"' in client.get(f"/year-end/{period.pk}/texts/").content.decode()
    done = client.post(page, {**filled(client.get(page)), "upload": picture(), "caption": "焊工决赛"})
    assert (done.status_code, done["Location"], captions()) == (302, page, [("焊工决赛", 1)])
    for place in (page, f"/year-end/{period.pk}/texts/", f"/year-end/{period.pk}/report/preview/"):
        shown = client.get(place).content.decode()
        (source,) = re.findall(r'<img src="(/cases/return/files/[\w-]+/)" alt="[^"]*焊工决赛"', shown)
        assert client.get(source)["Content-Type"] == "image/jpeg"
    photo = ChapterPhoto.objects.get()
    client.post(f"/year-end/{period.pk}/photos/{photo.pk}/", {"caption": "焊工决赛", "version": 1, "remove": "1"})
    assert captions() == []
    assert "<img" not in client.get(page).content.decode()


def test_what_is_refused_is_said_at_its_field(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client, page = sign_in(county["county_officer"]), page_of(period)
    paper = SimpleUploadedFile("照片.jpg", b"%PDF-1.7 %%EOF")
    refused: Any = client.post(page, {**filled(client.get(page)), "upload": paper, "caption": "焊工决赛"})
    assert (refused.status_code, captions()) == (200, [])
    assert refused.context["form"].errors["upload"] == [
        "这里只能添加照片（JPG、PNG）。这个文件没有保存，其他内容不受影响。"
    ]
    assert filled(refused)["caption"] == "焊工决赛"


def test_the_second_of_two_sees_the_words_of_the_first_and_keeps_the_own(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    photo, client = add(county, period), sign_in(county["county_officer"])
    address = f"/year-end/{period.pk}/photos/{photo.pk}/"
    client.post(address, {"caption": "钳工决赛", "version": 1})
    late = client.post(address, {"caption": "车工决赛", "version": 1})
    text = late.content.decode()
    assert "图注刚被他人改为“钳工决赛”，没有保存。" in text
    assert captions() == [("钳工决赛", 2)]
    kept_ = filled(late, "place")
    assert (kept_["caption"], kept_["version"]) == ("车工决赛", "2")
    client.post(address, kept_)
    assert captions() == [("车工决赛", 3)]


def test_a_closed_period_shows_its_photos_and_takes_no_others(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    photo, client = add(county, period), sign_in(county["county_officer"])
    ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    shown = client.get(page_of(period)).content.decode()
    assert ("本期已关账，照片不能再改。" in shown, "焊工决赛" in shown, '<input type="file"' in shown) == (
        True,
        True,
        False,
    )
    client.post(page_of(period), {"upload": picture(), "caption": "甲"})
    client.post(f"/year-end/{period.pk}/photos/{photo.pk}/", {"caption": "甲", "version": 1})
    assert captions() == [("焊工决赛", 1)]


def test_a_photo_of_another_period_is_not_there(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    photo, other = add(county, period), county.record("periods")
    client = sign_in(county["county_officer"])
    assert client.post(f"/year-end/{other.pk}/photos/{photo.pk}/", {"caption": "甲", "version": 1}).status_code == 404
    assert client.get(page_of(period, "R9")).status_code == 404
