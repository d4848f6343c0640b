"""promises.md E5: what a password may not be, and who has to change it first."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from django.utils import timezone

from jianzhi.sign_in.adapter import AccountAdapter
from tests.jianzhi.sign_in.conftest import PASSWORD, is_signed_in, log_in
from tests.jianzhi.sign_in.test_sessions import change_password
from unions.choices import LoginEventKind
from unions.models import LoginEvent, PasswordRecord, User
from unions.services import sign_in

pytestmark = pytest.mark.django_db

SHORT = "密码至少 12 位。现为 11 位。"
CLASSES = "密码须含大写字母、小写字母、数字、符号中的至少 3 类。"
COMMON = "密码不能是常见的密码。"
CONTEXT = "密码不能含有“工会”、地名、本人姓名、登录名、手机号（含拼音）。"
OLD = "不能使用最近 5 次用过的密码。"


@pytest.fixture
def person(db: None) -> User:
    """徐芳， known by name, number and mail."""
    user = User(username="xu.fang82", full_name="徐芳", phone="13957100001", email="lilyxf@example.cn")
    user.set_password(PASSWORD)
    user.save()
    return user


def complaints(person: User, password: str) -> list[str]:
    """What the rules say to `password`; nothing when it will do."""
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        return list(refusal.messages)
    return []


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("Tea-Harves1", [SHORT]),
        ("Tea-Harvest1", []),
        ("tea-harvest-village", [CLASSES]),
        ("teaharvest1962", [CLASSES]),
        ("TEAHARVEST1962", [CLASSES]),
        ("tea-harvest-1962", []),
        ("TeaHarvest1962", []),
        ("茶园-Harvest-丰收", []),
        ("Jianghan-Gonghui-9", [CONTEXT]),
        ("建设工会-2014-Ab", [CONTEXT]),
        ("Jiande#2014#Tea", [CONTEXT]),
        ("建德-Harvest-2014", [CONTEXT]),
        ("My-JianZhi-2014x", [CONTEXT]),
        ("Good-Xu.Fang82-x", [CONTEXT]),
        ("Good-Fang82-Year", [CONTEXT]),
        ("Xufang-Harvest-1", [CONTEXT]),
        ("Fangxu-Harvest-1", [CONTEXT]),
        ("徐芳-Harvest-2014", [CONTEXT]),
        ("No-13957100001-Ab", [CONTEXT]),
        ("LilyXF-Harvest-1", [CONTEXT]),
    ],
)
def test_what_a_password_may_be(person: User, password: str, refused: list[str]) -> None:
    assert complaints(person, password) == refused


def test_one_of_the_ten_thousand_most_common_is_refused(person: User) -> None:
    assert complaints(person, "1qaz2wsx3edc") == [CLASSES, COMMON]


def test_the_word_of_the_place_follows_the_setting(person: User, settings: Any) -> None:
    settings.FEDERATION_NAME = "桐庐县总工会"
    assert complaints(person, "Tonglu#2014#Tea") == [CONTEXT]
    assert complaints(person, "Jiande#2014#Tea") == []


def test_the_last_five_do_not_come_back_and_the_sixth_may(person: User) -> None:
    used = [PASSWORD, *(f"Plum-Rain-{number}-x" for number in range(1, 6))]
    for password in used[1:]:
        sign_in.change_password(user=person, password=password)
    for password in used[1:]:
        with pytest.raises(ValidationError) as refusal:
            sign_in.change_password(user=person, password=password)
        assert refusal.value.message_dict == {"password": [OLD]}
    sign_in.change_password(user=person, password=PASSWORD)
    assert PasswordRecord.objects.filter(user=person).count() == 4


def test_former_passwords_are_kept_as_hashes(person: User) -> None:
    sign_in.change_password(user=person, password="Plum-Rain-2019-x")
    assert [r.password.split("$")[0] for r in PasswordRecord.objects.all()] == ["md5"]
    assert PASSWORD not in PasswordRecord.objects.get().password


def test_the_page_changes_the_password_and_logs_it(officer: User) -> None:
    client = log_in(officer)
    assert change_password(client)["Location"] == "/"
    officer.refresh_from_db()
    assert officer.check_password("Plum-Rain-2019-x")
    assert LoginEvent.objects.filter(kind=LoginEventKind.PASSWORD_CHANGED, user=officer).count() == 1


def test_the_page_refuses_in_chinese_and_changes_nothing(officer: User) -> None:
    client = log_in(officer)
    assert change_password(client, new="short").context["form"].errors["password1"] == [
        "密码至少 12 位。现为 5 位。",
        CLASSES,
    ]
    assert change_password(client, old="wrong").context["form"].errors["oldpassword"] == ["当前密码不正确。"]
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


# --- change first -----------------------------------------------------------------------------------------------------

CHANGE = "/accounts/password/change/"


@pytest.fixture
def newcomer(officer: User, security_admin: User) -> Client:
    """The officer with a password that the security administration gave."""
    sign_in.reset_password(actor=security_admin, obj=officer, password=PASSWORD + "+")
    return log_in(officer, PASSWORD + "+")


@pytest.mark.parametrize("url", ["/", "/accounts/sessions/", "/accounts/2fa/", "/admin/", "/healthz", "/no-such-page/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_a_given_password_has_to_be_changed_before_anything_else(newcomer: Client, url: str, method: str) -> None:
    answer = getattr(newcomer, method)(url)
    assert (answer.status_code, answer["Location"]) == (302, CHANGE)


def test_htmx_and_programs_are_told_to_change_first(newcomer: Client) -> None:
    answer = newcomer.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (403, CHANGE)
    answer = newcomer.get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"detail": "请先更改密码。"})


def test_after_the_change_everything_opens(newcomer: Client) -> None:
    assert newcomer.get(CHANGE).status_code == 200
    change_password(newcomer, old=PASSWORD + "+")
    assert is_signed_in(newcomer)


def test_who_has_to_change_the_password_can_still_sign_out(newcomer: Client) -> None:
    assert newcomer.post("/accounts/logout/")["Location"] == "/accounts/login/"


@pytest.mark.parametrize(("days", "has_to"), [(179, False), (181, True)])
def test_a_password_expires_after_half_a_year(officer: User, days: int, has_to: bool) -> None:
    officer.password_changed_at = timezone.now() - timedelta(days=days)
    officer.save(update_fields=["password_changed_at"])
    assert is_signed_in(log_in(officer)) is not has_to


def test_when_it_expires_is_a_setting(officer: User, settings: Any) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = 30
    officer.password_changed_at = timezone.now() - timedelta(days=31)
    officer.save(update_fields=["password_changed_at"])
    assert log_in(officer).get("/")["Location"] == CHANGE


def test_the_change_comes_before_the_second_factor(newcomer: Client, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    assert newcomer.get("/")["Location"] == CHANGE
    assert change_password(newcomer, old=PASSWORD + "+").status_code == 302
    assert newcomer.get("/")["Location"].partition("?")[0] == "/accounts/2fa/totp/activate/"


# --- no other way in --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["signup/", "email/", "confirm-email/", "password/set/", "password/reset/", "login/code/"]
)
def test_there_is_no_sign_up_and_nothing_by_mail(url: str) -> None:
    try:
        behind = resolve(f"/accounts/{url}").func.__module__
    except Resolver404:
        return
    assert not behind.startswith(
        "allauth"
    )  # the register of accounts lies under the same address, and asks who you are


def test_allauths_own_sign_up_is_shut(rf: RequestFactory) -> None:
    assert AccountAdapter().is_open_for_signup(rf.get("/")) is False


def test_who_forgot_the_password_is_told_whom_to_ask(client: Client) -> None:
    answer = client.get("/accounts/password/help/")
    assert answer.status_code == 200
    assert "安全保密管理员" in answer.content.decode()
