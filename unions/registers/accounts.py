"""账号与任职: the register of accounts, for the security administration."""

from typing import Any

from desk.registers.parts import Action, Panel, Section
from desk.registers.register import Register
from unions import filters, forms, tables
from unions.models import Appointment, User
from unions.services import appointments, sign_in


def _appointments(account: User, user: User) -> dict[str, Any]:
    return {"appointments": Appointment.objects.filter(user=account).select_related("union").order_by("-held")}


class AccountRegister(Register):
    """账号与任职."""

    model = User
    slug, icon, title = "accounts", "key", "账号与任职"
    no_import = "each account gives somebody entry: it is made one by one, by the security administration"
    table = tables.UserTable
    default_columns = ("username", "full_name", "is_active", "last_login")
    sortings = {"username": "username", "last_login": "last_login"}
    default_sorting = "username"
    filters = filters.UserFilters
    facets = ("is_active", "role")
    search = "username"
    search_hint = "登录名"
    form = forms.AccountForm
    create = staticmethod(appointments.create_account)
    change = staticmethod(appointments.change_account)
    sections = (
        Section("账号", "username full_name is_active must_change_password last_login password_changed_at"),
        Section("联系", "phone email"),
    )
    panels = (Panel("appointments", "任职", "unions/panels/appointments.html", _appointments),)
    actions = (
        Action(
            "appoint",
            "任命",
            "unions.add_appointment",
            lambda *, actor, obj, **answers: appointments.appoint(actor=actor, user=obj, **answers),
            forms.AppointForm,
            icon="user-plus",
            explain="三员分立：系统管理、安全保密管理、安全审计与业务角色不能由同一账号兼任。",
            done="已任命。",
        ),
        Action(
            "end-appointment",
            "终止任职",
            "unions.change_appointment",
            appointments.end_current,
            forms.DayForm,
            icon="logout",
            explain="该账号的全部任职到这一天为止。",
            danger=True,
            done="任职已终止。",
        ),
        Action(
            "password",
            "重置密码",
            "unions.change_user",
            sign_in.reset_password,
            forms.PasswordForm,
            icon="key",
            explain="本人下次登录时必须更改。",
            done="密码已重置。",
        ),
        Action(
            "unlock",
            "解除锁定",
            "unions.change_user",
            sign_in.unlock,
            when=sign_in.is_locked,
            icon="lock",
            explain="该账号因连续输错密码或验证码暂停登录；解除后可立即登录。",
            done="已解除锁定。",
        ),
        Action(
            "reset-factor",
            "重置两步验证",
            "unions.change_user",
            sign_in.reset_factor,
            when=sign_in.has_factor,
            icon="device-mobile",
            explain="本人更换或丢失手机时使用：原验证器和恢复代码作废，下次登录时重新设置。",
            danger=True,
            done="两步验证已重置。",
        ),
        Action(
            "disable",
            "停用",
            "unions.change_user",
            appointments.disable_account,
            when=lambda account: account.is_active,
            icon="ban",
            explain="立即退出该账号的全部会话。",
            danger=True,
            done="账号已停用。",
        ),
        Action(
            "enable",
            "启用",
            "unions.change_user",
            appointments.enable_account,
            when=lambda account: not account.is_active,
            icon="check",
            done="账号已启用。",
        ),
    )
