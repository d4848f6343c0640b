"""The first working day of the security administration: a given password, a phone, the recovery codes, the admin site.

`open_page` fails the test on any report of the content security policy, so this is also E7's crawl of these pages.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.county import County
from unions.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GIVEN, OWN = "Plum-Rain-2019-x", "Tea-Harvest-1962"


def enter(page: Page, user: User, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("登录名").fill(user.username)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def code_of(seed: str) -> str:
    """What the phone shows."""
    return format_hotp_value(hotp_value(seed, int(time.time()) // 30))


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_given_password_to_the_admin_site(
    committed_county: County, open_page: Callable[..., Page], settings: Any, javascript: bool
) -> None:
    settings.MFA_REQUIRED = True
    admin = committed_county["security_admin"]
    admin.set_password(GIVEN)
    admin.must_change_password = True
    admin.save(update_fields=["password", "must_change_password"])
    page = open_page(javascript=javascript)

    enter(page, admin, GIVEN)
    expect(page.get_by_text("这是管理员给您的初始密码")).to_be_visible()
    page.locator("[name=oldpassword]").fill(GIVEN)
    page.locator("[name=password1]").fill(OWN)
    page.locator("[name=password2]").fill(OWN)
    page.get_by_role("button", name="修改密码").click()

    expect(page.get_by_text("须先开启两步验证")).to_be_visible()
    expect(page.locator("img.qr")).to_have_js_property("complete", True)
    page.get_by_label("验证码").fill(code_of(page.locator("#secret").input_value()))
    page.get_by_role("button", name="开启").click()

    expect(page.locator("ol.codes li")).to_have_count(10)
    spare = page.locator("ol.codes li").first.inner_text()
    page.get_by_role("link", name="已保存好").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    for url in ("/admin/", "/admin/unions/user/", "/admin/unions/user/add/", f"/admin/unions/user/{admin.pk}/change/"):
        page.goto(url)
        expect(page.get_by_text("账号管理").first).to_be_visible()
    page.goto("/admin/unions/appointment/add/")
    expect(page.get_by_label("工会").locator("option", has_text="建德市总工会")).to_have_count(1)

    page.goto("/accounts/sessions/")
    expect(page.get_by_text("本机", exact=True)).to_be_visible()
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="退出登录").click()

    enter(page, admin, OWN)
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
    page.get_by_label("验证码").fill(spare)
    page.get_by_role("button", name="验证并登录").click()
    page.goto("/admin/")
    expect(page.get_by_text("账号管理").first).to_be_visible()
