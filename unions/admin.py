"""Accounts and appointments in Django's admin site, for the security administration.

It stands beside the register of accounts as the tool of the first hour and of emergencies. Every change goes through
the same services, so their rules hold here, too: three administrations in three hands (三员分立).
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest

from desk.registers.fields import add_errors
from desk.registers.versions import Conflict, claim
from unions.forms import AccountForm, AppointForm
from unions.models import Appointment, User
from unions.services import appointments, sign_in

CONFLICT = "这条记录刚被他人修改过，您的修改没有保存。请刷新页面，核对后重新填写。"


class ServiceForm(forms.ModelForm):
    """A form that a service carries out. The service is tried, and taken back, before the form calls itself valid:
    Django's admin has no place for a refusal that comes later."""

    actor: User  # set by ServiceAdmin.get_form

    def perform(self) -> models.Model:
        """Carries the form out. Raises what the service raises."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            with transaction.atomic():
                self.perform()
                transaction.set_rollback(True)
        except ValidationError as refusal:
            add_errors(self, refusal)
        except PermissionDenied:
            self.add_error(None, "您没有办理这件事的权限。")
        except Conflict:
            self.add_error(None, CONFLICT)
        return cleaned


class ServiceAdmin(admin.ModelAdmin):
    """Lists and forms of the admin site, with services behind them. Nothing is deleted."""

    actions_on_bottom = False
    list_per_page = 50

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"actor": request.user})

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.perform()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The service has saved it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """There is nothing beside it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewAccountForm(AccountForm, ServiceForm):
    """A new account and its first password."""

    first_password = forms.CharField(label="初始密码", widget=forms.PasswordInput, help_text="本人首次登录时必须更改。")

    def perform(self) -> User:
        account = {name: self.cleaned_data[name] for name in ("username", "full_name", "phone", "email")}
        return appointments.create_account(actor=self.actor, password=self.cleaned_data["first_password"], **account)


class AccountChangeForm(ServiceForm):
    """What the security administration may change of an account."""

    is_active = forms.BooleanField(label="启用", required=False, help_text="取消勾选即停用，其会话立即结束。")
    first_password = forms.CharField(
        label="新的初始密码",
        widget=forms.PasswordInput,
        required=False,
        help_text="只在本人忘记密码时填写。本人下次登录时必须更改，其会话立即结束。",
    )
    read_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ("full_name", "phone", "email", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read_version"].initial = self.instance.version

    def perform(self) -> User:
        asked = self.cleaned_data
        account = User.objects.get(pk=self.instance.pk)
        was_active = account.is_active
        changed = {name: asked[name] for name in ("full_name", "phone", "email")}
        account = appointments.change_account(actor=self.actor, obj=account, version=asked["read_version"], **changed)
        if asked["is_active"] != was_active:
            switch = appointments.enable_account if asked["is_active"] else appointments.disable_account
            account = switch(actor=self.actor, obj=account)
        if asked["first_password"]:
            account = sign_in.reset_password(actor=self.actor, obj=account, password=asked["first_password"])
        return account


class AccountAdmin(ServiceAdmin):
    """账号."""

    list_display = ("username", "full_name", "is_active", "must_change_password", "password_changed_at", "locked")
    list_filter = ("is_active", "must_change_password")
    search_fields = ("username", "full_name")
    ordering = ("username",)
    actions = ("unlock", "reset_factor", "end_sessions")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=AccountChangeForm if obj else NewAccountForm, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["username", "full_name", "phone", "email", "first_password"]
        return ["full_name", "phone", "email", "is_active", "first_password", "read_version"]

    @admin.display(description="暂停登录", boolean=True)
    def locked(self, account: User) -> bool:
        """Whether failed tries have locked it."""
        return sign_in.is_locked(account)

    @admin.action(description="解除锁定", permissions=["change"])
    def unlock(self, request: HttpRequest, accounts: models.QuerySet[User]) -> None:
        """Ends the locks at once."""
        self._for_each(request, accounts, sign_in.unlock, "已解除锁定")

    @admin.action(description="重置两步验证", permissions=["change"])
    def reset_factor(self, request: HttpRequest, accounts: models.QuerySet[User]) -> None:
        """Takes the second factor off; its owner sets up a new one at the next sign-in."""
        self._for_each(request, accounts, sign_in.reset_factor, "已重置两步验证")

    @admin.action(description="结束全部会话", permissions=["change"])
    def end_sessions(self, request: HttpRequest, accounts: models.QuerySet[User]) -> None:
        """Signs the accounts out everywhere."""

        def end(*, actor: User, obj: User) -> None:
            sign_in.end_sessions(user=obj, actor=actor)

        self._for_each(request, accounts, end, "已结束全部会话")

    def _for_each(self, request: HttpRequest, accounts: models.QuerySet[User], act: Any, done: str) -> None:
        for account in accounts:
            try:
                act(actor=request.user, obj=account)
            except ValidationError as refusal:
                self.message_user(request, f"{account}：{''.join(refusal.messages)}", messages.ERROR)
            else:
                self.message_user(request, f"{account}：{done}。", messages.SUCCESS)


class NewAppointmentForm(AppointForm, ServiceForm):
    """A role at a union from a day on."""

    class Meta:
        model = Appointment
        fields = ("user", "union", "role", "doc_no")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = self.fields["union"].visible(self.actor)  # type: ignore[attr-defined]  # a UnionField

    def perform(self) -> Appointment:
        fields = ("user", "union", "role", "since", "until", "doc_no")
        return appointments.appoint(actor=self.actor, **{name: self.cleaned_data[name] for name in fields})


class AppointmentEndForm(ServiceForm):
    """The last day of an appointment; everything else about it is fixed."""

    until = forms.DateField(label="止日", help_text="任职的最后一天，不晚于今天。填昨天，权限立即收回。")
    read_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Appointment
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read_version"].initial = self.instance.version

    def perform(self) -> Appointment:
        obj = claim(self.instance, self.cleaned_data["read_version"])
        return appointments.end_appointment(actor=self.actor, obj=obj, day=self.cleaned_data["until"])


class AppointmentAdmin(ServiceAdmin):
    """任职."""

    list_display = ("user", "role", "union", "held", "doc_no")
    list_filter = ("role",)
    list_select_related = ("user", "union")
    search_fields = ("user__username", "user__full_name")
    actions = None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=AppointmentEndForm if obj else NewAppointmentForm, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["user", "union", "role", "since", "until", "doc_no"]
        return ["user", "union", "role", "held", "doc_no", "until", "read_version"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["user", "union", "role", "held", "doc_no"] if obj else []
