"""How long a session lasts, and when its key changes (promises.md E3, E4, D9)."""

from enum import Enum
from typing import cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from unions.models import User

STARTED, SEEN, APPOINTED = "started_at", "seen_at", "appointed"
SEEN_EVERY = 60  # seconds; a write to the session for every request would double the writes of the portal


class Ended(Enum):
    """Why a session is over, as its person is told."""

    IDLE = "长时间没有操作，已自动退出。请重新登录；没有提交的表单草稿仍保存在这台电脑上。"
    TOO_LONG = "本次登录已满 12 小时，已自动退出。请重新登录；没有提交的表单草稿仍保存在这台电脑上。"
    APPOINTMENT = "您的任职有变动，请重新登录。"


def start(request: HttpRequest) -> None:
    """Stamps a session that has just begun."""
    now = _now()
    request.session[STARTED] = request.session[SEEN] = now
    request.session[APPOINTED] = _appointments(request)


def renew(request: HttpRequest) -> None:
    """A new key for the same session; the old one is dead. The list of sessions follows."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def over(request: HttpRequest) -> Ended | None:
    """Why the session may not go on; None when it may."""
    session, now = request.session, _now()
    if STARTED not in session:
        return None
    if now - session[STARTED] >= settings.SESSION_LIMIT.total_seconds():
        return Ended.TOO_LONG
    if now - session[SEEN] >= settings.SESSION_IDLE.total_seconds():
        return Ended.IDLE
    if not set(session[APPOINTED]) <= set(_appointments(request)):
        return Ended.APPOINTMENT
    return None


def keep(request: HttpRequest, *, is_background: bool) -> None:
    """Stamps a session that goes on. A page that asks by itself (`is_background`) does not keep it awake."""
    session, now = request.session, _now()
    if STARTED not in session:
        start(request)
        UserSession.objects.create_from_request(request)
        return
    if session[APPOINTED] != (appointed := _appointments(request)):
        renew(request)
        session[APPOINTED] = appointed
    if not is_background and now - session[SEEN] >= SEEN_EVERY:
        session[SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())


def _appointments(request: HttpRequest) -> list[str]:
    """Today's appointments of the person: what changes when her rights do."""
    held = cast("User", request.user).current_appointments()
    return sorted(f"{a.pk} {a.role} {a.union_id}" for a in held)


def _now() -> int:
    return int(timezone.now().timestamp())
