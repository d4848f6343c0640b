"""Where allauth asks us. Settings point here."""

import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from desk.vault.keys import keyring
from desk.vault.middleware import client_address
from desk.vault.stores import SEED_PLACE  # allauth seals before the row has a key, so the place is the column
from jianzhi.sign_in import browsers, factor, gate, sessions
from unions.choices import LoginEventKind
from unions.models import User
from unions.services import sign_in


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the security administration; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "登录名或密码不正确。",
        "incorrect_password": "密码不正确。",
        "enter_current_password": "当前密码不正确。",
        "too_many_login_attempts": sign_in.LOCKED,
        "incorrect_code": "验证码不正确或已用过，请等下一个出现后再输入。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "127.0.0.1"  # a socket of this machine has no address

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth's own counters lie in the cache and are lost with it; the gate's do not."""
        gate.admit(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = cast("User | None", super().authenticate(request, **credentials))
        if user is not None:
            gate.passed(request)
        return user

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.start(request)
        sign_in.log(LoginEventKind.SIGNED_IN, user=user, address=client_address(request))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = cast("HttpResponse", super().post_login(request, user, **kwargs))
        browsers.remember(request, response, user.username)
        return response

    def logout(self, request: HttpRequest) -> None:
        user, key = cast("User", request.user), request.session.session_key
        super().logout(request)
        UserSession.objects.filter(session_key=key).delete()
        sign_in.log(LoginEventKind.SIGNED_OUT, user=user, address=client_address(request))

    def set_password(self, user: User, password: str) -> None:
        sign_in.change_password(user=user, password=password, session_key=self.request.session.session_key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return str(self.get_login_redirect_url(request))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in need not type the password again to set up the second factor."""
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > since for record in records)


class MFAAdapter(DefaultMFAAdapter):
    """One-time codes: their seeds are sealed, and who needs a second factor cannot take it off."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": "您的岗位须使用两步验证，不能关闭。更换手机请联系安全保密管理员重置。",
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return f"{settings.FEDERATION_NAME}{settings.PORTAL_NAME}"

    def encrypt(self, text: str) -> str:
        return keyring().seal(text, SEED_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return keyring().open(encrypted_text, SEED_PLACE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not factor.is_needed(cast("User", authenticator.user))


class SessionsAdapter(DefaultUserSessionsAdapter):
    """The list of sessions; ending the others is logged."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        super().end_sessions(sessions)
        if sessions:
            sign_in.log(LoginEventKind.SESSIONS_ENDED, user=sessions[0].user, actor=sessions[0].user)
