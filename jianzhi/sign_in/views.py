"""The few pages of sign-in that allauth does not have as we need them."""

from typing import Any, cast

from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView as BaseLoginView
from allauth.account.views import PasswordChangeView as BasePasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView as BaseActivateTOTPView
from allauth.mfa.totp.views import DeactivateTOTPView as BaseDeactivateTOTPView
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.vault.middleware import client_address
from jianzhi.sign_in import expiry, factor
from unions.choices import LoginEventKind
from unions.models import User
from unions.services import sign_in

NEEDED = "您的岗位能看到身份证号等个人信息或管理账号，须先开启两步验证，再使用其他功能。"


class LoginView(BaseLoginView):
    """Name and password; the demo says which ones there are."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = cast("dict[str, Any]", super().get_context_data(**kwargs))
        if settings.DEMO:
            from unions.demo import accounts  # nothing but the demo loads it

            people = [{"username": person.username, "role": person.role_label} for person in accounts.CAST]
            context.update(demo_accounts=people, demo_password=accounts.PASSWORD)
        return context


class ChangePasswordView(BasePasswordChangeView):
    """A new password; the page says when there is no way around it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "why": expiry.why_change(cast("User", self.request.user))}


class ActivateTOTPView(BaseActivateTOTPView):
    """Sets up the code generator; its first code counts as shown in this session."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_needed = factor.is_needed(cast("User", self.request.user))
        return {**super().get_context_data(**kwargs), "why": NEEDED if is_needed else ""}

    def form_valid(self, form: Form) -> HttpResponse:
        response = cast("HttpResponse", super().form_valid(form))
        user = cast("User", self.request.user)
        record_authentication(self.request, user, method="mfa", type=Authenticator.Type.TOTP)
        sign_in.log(LoginEventKind.FACTOR_ADDED, user=user, address=client_address(self.request))
        return response


class DeactivateTOTPView(BaseDeactivateTOTPView):
    """Takes the code generator off, for those who need none."""

    def form_valid(self, form: Form) -> HttpResponse:
        response = cast("HttpResponse", super().form_valid(form))
        user = cast("User", self.request.user)
        sign_in.log(LoginEventKind.FACTOR_REMOVED, user=user, address=client_address(self.request))
        return response


@login_not_required
def password_help(request: HttpRequest) -> HttpResponse:
    """What to do when the password is forgotten: the portal sends no mail, the security administration helps."""
    return render(request, "account/password_help.html")
