"""Signing in: tries are counted before they are made, passwords do not come back, sessions end when they must.

The rules are promises.md E1 to E5. Failed tries must stand even when the request that made them is rolled back, so
`begin_attempt`, `failed` and `succeeded` are called outside it (jianzhi/sign_in/gate.py).
"""

import ipaddress
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from desk.vault import history
from unions.access import demand
from unions.choices import LoginEventKind, Proof
from unions.models import LoginAttempt, LoginEvent, PasswordRecord, SpentCode, User

FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
PER_ADDRESS = 10
ADDRESS_WINDOW = timedelta(minutes=1)
IPV6_SITE = 64  # a visitor with IPv6 has a whole /64 of addresses
PASSWORDS_KEPT = 4  # the one in use makes five

LOCKED = "登录失败次数过多，已暂停登录。请 15 分钟后再试，或请安全保密管理员解除锁定。"
BUSY = "尝试过于频繁，请一分钟后再试。"
CHANGE_USER = "unions.change_user"


class TooManyAttempts(Exception):
    """No further try now; the text is for the person. It is the same for a name that nobody has."""


# --- counting tries ---------------------------------------------------------------------------------------------------


def begin_attempt(*, proof: Proof, name: str, address: str | None, lane: str = "") -> LoginAttempt:
    """Counts a try, before the secret is looked at, so that parallel tries cannot slip past the limit.

    `name` is what was typed, `lane` the browser when the account knows it: it has a count of its own, so that a
    stranger who keeps failing does not shut out a colleague. Commits by itself. Raises TooManyAttempts, and then
    nothing is counted: a lock ends a quarter of an hour after the fifth failure whatever is tried meanwhile.
    """
    now = timezone.now()
    account, source = _account(name), _source(address)
    with transaction.atomic(durable=True):
        _one_at_a_time(account, source)
        until = _locked_until(proof, account, lane)
        if until and now < until:
            raise TooManyAttempts(LOCKED)
        if LoginAttempt.objects.filter(address=source, at__gt=now - ADDRESS_WINDOW).count() >= PER_ADDRESS:
            raise TooManyAttempts(BUSY)
        _sweep(now - 2 * LOCKED_FOR)
        return LoginAttempt.objects.create(proof=proof, account=account, lane=lane, address=source, at=now)


def succeeded(attempt: LoginAttempt) -> None:
    """The try was good: the count of its account begins anew. The address keeps its failures with other accounts."""
    LoginAttempt.objects.filter(proof=attempt.proof, account=attempt.account, lane=attempt.lane).delete()


def abandoned(attempt: LoginAttempt) -> None:
    """No secret was looked at after all, for the form was not filled in."""
    attempt.delete()


@transaction.atomic
def failed(attempt: LoginAttempt, *, name: str, address: str | None) -> None:
    """The try was bad: it stays counted, and the log tells of it and of the lock it brought."""
    user = User.objects.filter(username=name.lower()).first()
    log(LoginEventKind.FAILED, user=user, address=address)
    until = _locked_until(Proof(attempt.proof), attempt.account, attempt.lane)
    if until and until > timezone.now():
        log(LoginEventKind.LOCKED, user=user, address=address)


def is_locked(user: User) -> bool:
    """Whether a count of the account is full, in one browser or for all that are not known."""
    account, now = _account(user.username), timezone.now()
    counts = LoginAttempt.objects.filter(account=account).order_by().values_list("proof", "lane").distinct()
    return any((_locked_until(Proof(proof), account, lane) or now) > now for proof, lane in counts)


@transaction.atomic
def unlock(*, actor: User, obj: User) -> User:
    """Ends the lock of the account `obj` at once. Raises PermissionDenied."""
    demand(actor, CHANGE_USER, obj)
    LoginAttempt.objects.filter(account=_account(obj.username)).delete()
    log(LoginEventKind.UNLOCKED, user=obj, actor=actor)
    return obj


def _locked_until(proof: Proof, account: str, lane: str) -> datetime | None:
    last = list(
        LoginAttempt.objects.filter(proof=proof, account=account, lane=lane)
        .order_by("-at", "-id")
        .values_list("at", flat=True)[:FAILURES]
    )
    if len(last) < FAILURES or last[0] - last[-1] >= LOCKED_FOR:
        return None
    return last[0] + LOCKED_FOR


def _account(name: str) -> str:
    """A keyed digest: who reads the table cannot tell what was typed, which now and then is a password."""
    return salted_hmac("unions.sign_in.account", name.strip().lower(), algorithm="sha256").hexdigest()


def _source(address: str | None) -> str:
    network = address or ""
    if ":" in network:
        network = str(ipaddress.ip_network(f"{network}/{IPV6_SITE}", strict=False))
    return salted_hmac("unions.sign_in.address", network, algorithm="sha256").hexdigest()


def _one_at_a_time(*digests: str) -> None:
    """Locks the counts until the transaction ends; always the account before the address, so that nobody waits in a ring."""
    with connection.cursor() as cursor:
        for digest in digests:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def _sweep(before: datetime) -> None:
    stale = LoginAttempt.objects.filter(at__lt=before).order_by().select_for_update(skip_locked=True)
    LoginAttempt.objects.filter(pk__in=stale.values("pk")[:100]).delete()


# --- the log ----------------------------------------------------------------------------------------------------------


def log(
    kind: LoginEventKind, *, user: User | None, actor: User | None = None, address: str | None = None
) -> LoginEvent:
    """Adds a line to the sign-in log. `actor`: who did it to another's account."""
    address = address or history.current().get("address")
    return LoginEvent.objects.create(kind=kind, user=user, actor=actor, address=address)


# --- passwords --------------------------------------------------------------------------------------------------------


@transaction.atomic
def change_password(*, user: User, password: str, session_key: str = "") -> User:
    """A person's own new password. All sessions but `session_key` end. Raises ValidationError."""
    _set_password(user, password, must_change=False)
    end_sessions(user=user, keep=session_key)
    log(LoginEventKind.PASSWORD_CHANGED, user=user)
    return user


@transaction.atomic
def reset_password(*, actor: User, obj: User, password: str) -> User:
    """A first password given by the security administration: lifts the lock, and must be changed at the first sign-in.

    Raises PermissionDenied and ValidationError.
    """
    demand(actor, CHANGE_USER, obj)
    _check_not_oneself(actor, obj)
    _set_password(obj, password, must_change=True)
    LoginAttempt.objects.filter(account=_account(obj.username)).delete()
    end_sessions(user=obj)
    log(LoginEventKind.PASSWORD_RESET, user=obj, actor=actor)
    return obj


def check_rules(user: User, password: str) -> None:
    """Raises ValidationError, at `password`, for what the rules do not allow as a password of `user`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    check_rules(user, password)
    if user.has_usable_password():
        PasswordRecord.objects.create(user=user, password=user.password)
        kept = list(PasswordRecord.objects.filter(user=user).values_list("pk", flat=True)[:PASSWORDS_KEPT])
        PasswordRecord.objects.filter(user=user).exclude(pk__in=kept).delete()
    user.set_password(password)
    user.must_change_password = must_change
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])


# --- the second factor ------------------------------------------------------------------------------------------------


def spend_code(*, user: User, step: int) -> bool:
    """Marks the one-time code of this time step as used; False when it, or a later one, was used before.

    The UPDATE decides: of parallel requests with one code, the others wait for the first and then find nothing.
    """
    SpentCode.objects.get_or_create(user=user)
    return SpentCode.objects.filter(user=user, step__lt=step).update(step=step) == 1


def has_factor(user: User) -> bool:
    """Whether the account has a second factor."""
    return Authenticator.objects.filter(user=user).exists()


@transaction.atomic
def reset_factor(*, actor: User, obj: User) -> User:
    """Takes the second factor off an account whose phone was lost; its sessions end. Raises PermissionDenied."""
    demand(actor, CHANGE_USER, obj)
    _check_not_oneself(actor, obj)
    Authenticator.objects.filter(user=obj).delete()
    end_sessions(user=obj)
    log(LoginEventKind.FACTOR_RESET, user=obj, actor=actor)
    return obj


# --- sessions ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def end_sessions(*, user: User, keep: str = "", actor: User | None = None) -> int:
    """Ends the sessions of `user`, but for the one with the key `keep`; says how many. Asks no right: whoever takes
    something from an account calls it."""
    ended = UserSession.objects.filter(user=user).exclude(session_key=keep)
    for session in ended:
        session.end()
    if ended_count := len(ended):
        log(LoginEventKind.SESSIONS_ENDED, user=user, actor=actor)
    return ended_count


def _check_not_oneself(actor: User, user: User) -> None:
    if actor.pk == user.pk:
        raise ValidationError("不能对自己的账号进行此操作，请由另一位安全保密管理员办理。")
