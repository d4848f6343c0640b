"""allauth's forms, counted by the gate, with one-time codes that work once."""

from contextlib import suppress
from typing import Any, cast

from allauth.account.forms import ChangePasswordForm as BaseChangePasswordForm
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as BaseActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.forms import Form

from desk.vault.ciphers import SealBroken
from desk.vault.keys import keyring
from jianzhi.sign_in import factor, gate
from unions.services.sign_in import spend_code

SESSION_PLACE = "django_session.totp"


class LoginForm(BaseLoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "登录名"
        self.fields["login"].widget.attrs.update(placeholder="", autocapitalize="none", spellcheck="false")
        self.fields["password"].widget.attrs.update(placeholder="")


class ChangePasswordForm(BaseChangePasswordForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update(placeholder="")

    def clean_oldpassword(self) -> str:
        gate.admit(context.request)
        old = cast("str", super().clean_oldpassword())
        gate.passed(context.request)
        return old


class CodeForm(Form):
    """A form with a one-time code in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "验证码"
        self.fields["code"].widget.attrs.update(placeholder="", inputmode="numeric")


class SpentOnce(CodeForm):
    """A one-time code, or a recovery code: counted, and good for one time."""

    def clean_code(self) -> str:
        gate.admit(context.request)
        code = cast("str", super().clean_code())  # type: ignore[misc]  # of the form this is mixed into
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]  # set by that form
        if authenticator.type == Authenticator.Type.TOTP:
            step = factor.step_of(authenticator.data["secret"], code)
            if step is None or not spend_code(user=authenticator.user, step=step):
                raise get_adapter().validation_error("incorrect_code")
        gate.passed(context.request)
        return code


class AuthenticateForm(SpentOnce, BaseAuthenticateForm):
    """The code at sign-in."""


class ReauthenticateForm(SpentOnce, BaseReauthenticateForm):
    """The code once more, before something that matters."""


class ActivateTOTPForm(CodeForm, BaseActivateTOTPForm):
    """The first code of a new generator. It is spent, too: it cannot be used to sign in elsewhere.

    Until then allauth keeps the seed in the session, which is a row of the database: it lies there sealed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        with suppress(SealBroken):  # of a key that is no longer held: a new seed is made
            if sealed := session.pop(SECRET_SESSION_KEY, ""):
                session[SECRET_SESSION_KEY] = keyring().open(sealed, SESSION_PLACE)
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = keyring().seal(self.secret, SESSION_PLACE)

    def clean_code(self) -> str:
        code = cast("str", super().clean_code())
        step = factor.step_of_plain(self.secret, code)
        if step is None or not spend_code(user=self.user, step=step):
            raise get_adapter().validation_error("incorrect_code")
        return code
