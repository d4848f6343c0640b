"""公示公告: issued by the county officer, read by everybody from the first day to the last."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from desk.vault.scope import acting_as
from tests.county import County
from tests.members.test_registers import act
from unions.models import Announcement, User
from unions.services import announcements

SignIn = Callable[[User], Client]
TODAY = timezone.localdate
DAY = timedelta(days=1)


def announced(county: County, actor: str = "county_officer", **facts: Any) -> Announcement:
    user = county[actor]
    given = {"kind": "notice", "title": "服务安排", "body": "照常接待。", "published_on": date(2014, 4, 18), **facts}
    with acting_as(user):
        return announcements.announce(actor=user, union=county.federation, **given)


def page_of(client: Client, url: str) -> str:
    return str(client.get(url).content.decode())


class TestIssuing:
    @pytest.mark.parametrize("name", ["county_leader", "town_officer", "base_officer", "auditor", "stranger"])
    def test_none_but_the_county_officer_issues_and_changes(self, county: County, name: str) -> None:
        with pytest.raises(PermissionDenied):
            announced(county, name)
        with acting_as(county[name]), pytest.raises(PermissionDenied):
            announcements.change_announcement(
                actor=county[name], obj=county.record("announcements"), version=1, title="别的"
            )

    @pytest.mark.parametrize("field", ["title", "body"])
    @pytest.mark.parametrize("number", ["330182198503150020", "13900000003", "6222021202012345678"])
    def test_the_number_of_a_person_is_not_made_public(self, county: County, field: str, number: str) -> None:
        with pytest.raises(ValidationError, match="遮盖中间几位") as refused:
            announced(county, **{field: f"名单：陈某 {number}"})
        assert number not in str(refused.value)
        announced(county, **{field: "名单：陈某 3301***********020，电话 0571-64720000"})

    def test_the_last_day_is_not_before_the_first(self, county: County) -> None:
        with pytest.raises(ValidationError, match="下线日期不能早于发布日期"):
            announced(county, until=date(2014, 4, 17))
        with pytest.raises(IntegrityError), transaction.atomic():
            Announcement.objects.update(until=date(2014, 1, 1))

    def test_what_it_said_before_stays_in_its_history(self, county: County) -> None:
        row, officer = announced(county), county["county_officer"]
        with acting_as(officer):
            announcements.change_announcement(actor=officer, obj=row, version=row.version, body="暂停接待。")
        with connection.cursor() as cursor:
            cursor.execute("SELECT body FROM unions_announcementevent WHERE pgh_obj_id = %s ORDER BY pgh_id", [row.pk])
            assert [body for (body,) in cursor.fetchall()] == ["照常接待。", "暂停接待。"]

    def test_it_is_issued_on_a_page(self, county: County, sign_in: SignIn) -> None:
        answered = act(
            sign_in(county["county_officer"]),
            "/announcements/new/",
            union=county.federation.pk,
            kind="notice",
            title="金秋助学",
            body="向单位工会申请。",
            published_on="2014-09-01",
        )
        assert answered.status_code == 302
        assert Announcement.objects.get(title="金秋助学").body == "向单位工会申请。"


class TestReading:
    def test_it_stands_there_from_the_first_day_to_the_last(self, county: County, client: Client) -> None:
        shown = [announced(county, title="今天起", published_on=TODAY())]
        shown.append(announced(county, title="今天止", until=TODAY()))
        hidden = [announced(county, title="明天起", published_on=TODAY() + DAY)]
        hidden.append(announced(county, title="昨天止", until=TODAY() - DAY))
        for url in ("/", "/bulletin/"):
            page = page_of(client, url)
            assert [row.title for row in (*shown, *hidden) if row.title in page] == ["今天起", "今天止"]
        answers = [client.get(f"/bulletin/{row.pk}/").status_code for row in (*shown, *hidden)]
        assert answers == [200, 200, 404, 404]

    def test_the_newest_five_stand_on_the_home_page(self, county: County, client: Client) -> None:
        for number in range(1, 7):
            announced(county, title=f"第{number}号", published_on=date(2015, 1, number))
        page = page_of(client, "/")
        assert [n for n in range(1, 7) if f"第{n}号" in page] == [2, 3, 4, 5, 6]
        assert page.index("第6号") < page.index("第2号")
        assert "/bulletin/" in page

    def test_without_any_the_home_page_has_no_empty_box(self, county: County, client: Client) -> None:
        Announcement.objects.update(until=date(2014, 12, 31))
        assert "公示公告" not in page_of(client, "/")
        assert "现在没有公示公告" in page_of(client, "/bulletin/")

    def test_it_says_who_issued_it_and_keeps_its_paragraphs(self, county: County, client: Client) -> None:
        row = announced(county, body="第一段<script>alert(1)</script>\n\n第二段", until=date(2099, 1, 1))
        page = page_of(client, f"/bulletin/{row.pk}/")
        assert "建德市总工会" in page
        assert "<p>第二段</p>" in page
        assert "<script>alert" not in page
        assert "公开至 2099-01-01" in page

    @pytest.mark.parametrize("page", ["x", "0", "-1", "99999999999999999999"])
    def test_a_page_that_is_none_shows_another(self, county: County, client: Client, page: str) -> None:
        assert client.get("/bulletin/", {"page": page}).status_code == 200

    def test_a_number_too_large_to_be_one_is_not_found(self, county: County, client: Client) -> None:
        assert client.get(f"/bulletin/{10**30}/").status_code == 404
