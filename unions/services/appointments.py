"""Accounts, and what they are appointed to. The security administration does it, never for itself (三员分立)."""

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.dated import span
from desk.registers.versions import claim
from unions.access import demand
from unions.choices import PLACES, Role
from unions.models import Appointment, UnionOrg, User
from unions.services.days import ONE_DAY, check_not_future, check_open
from unions.services.saving import add, change, put
from unions.services.sign_in import end_sessions

CHANGEABLE = frozenset({"full_name", "phone", "email"})


@transaction.atomic
def create_account(
    *, actor: User, username: str, full_name: str, password: str | None = None, phone: str = "", email: str = ""
) -> User:
    """Makes an account without any right; a given password must be changed at the first sign-in.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.add_user", None)
    user = User(username=username, full_name=full_name, phone=phone, email=email, must_change_password=True)
    _set_first_password(user, password)
    return add(user)


@transaction.atomic
def change_account(*, actor: User, obj: User, version: int, **changed: Any) -> User:
    """Changes fields of `CHANGEABLE`; gives the saved account. Raises PermissionDenied, ValidationError, Conflict."""
    demand(actor, "unions.change_user", obj)
    return change(obj, version=version, changed=changed, allowed=CHANGEABLE)


@transaction.atomic
def appoint(
    *,
    actor: User,
    user: User,
    union: UnionOrg,
    role: str,
    since: date,
    until: date | None = None,
    doc_no: str = "",
) -> Appointment:
    """Appoints `user` to `role` at `union`, to the end of `until` if that is given.

    Raises PermissionDenied; ValidationError, also for an appointment of oneself and when duties would meet in one
    account that have to be apart.
    """
    demand(actor, "unions.add_appointment", union)
    _check_not_oneself(actor, user)
    check_open(union, field="union")
    if not user.is_active:
        raise ValidationError({"user": f"账号“{user}”已停用。"})
    if union.org_type not in PLACES[Role(role)]:
        raise ValidationError({"role": f"“{Role(role).label}”不能任命在“{union.get_org_type_display()}”。"})
    if until is not None and until < since:
        raise ValidationError({"until": "止日不能早于起日。"})
    return add(
        Appointment(user=user, union=union, role=role, held=span(since, until), appointed_by=actor, doc_no=doc_no)
    )


@transaction.atomic
def end_appointment(*, actor: User, obj: Appointment, day: date) -> Appointment:
    """Ends an appointment; `day` is its last day. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.change_appointment", obj.union)
    _check_not_oneself(actor, obj.user)
    current = claim(obj)
    check_not_future(day)
    if day < current.first_day:
        raise ValidationError(
            {"day": f"“{current.get_role_display()}”自 {current.first_day:%Y-%m-%d} 起，止日不能更早。"}
        )
    if current.last_day is not None and current.last_day <= day:
        raise ValidationError({"day": f"这项任命已于 {current.last_day:%Y-%m-%d} 结束。"})
    return put(current, held=span(current.first_day, day))


@transaction.atomic
def end_current(*, actor: User, obj: User, day: date) -> User:
    """Ends all appointments of an account that go on after `day`, their last day. Gives the account.

    Raises PermissionDenied, ValidationError.
    """
    going_on = list(Appointment.objects.filter(user=obj).during(day + ONE_DAY, date.max - ONE_DAY))
    if not going_on:
        raise ValidationError("该账号在这一天之后没有任职。")
    for appointment in going_on:
        end_appointment(actor=actor, obj=appointment, day=day)
    return obj


@transaction.atomic
def disable_account(*, actor: User, obj: User) -> User:
    """Shuts the account and ends its sessions. Its appointments stay on record.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.change_user", obj)
    _check_not_oneself(actor, obj)
    end_sessions(user=obj, actor=actor)
    return put(obj, is_active=False)


@transaction.atomic
def enable_account(*, actor: User, obj: User) -> User:
    """Opens the account again. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.change_user", obj)
    _check_not_oneself(actor, obj)
    return put(obj, is_active=True)


def _check_not_oneself(actor: User, user: User) -> None:
    if actor.pk == user.pk:
        raise ValidationError("不能对自己的账号进行此操作，请由另一位安全保密管理员办理。")


def _set_first_password(user: User, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from error
    user.set_password(password)
