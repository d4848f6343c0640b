"""Registration of a union as a legal person (工会法 §15; 总工办发〔2020〕20号): apply, submit, supplement, approve, issue."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from desk.registers.versions import claim
from unions.access import demand
from unions.choices import OrgType, RegistrationKind, RegistrationState
from unions.models import LegalPersonRegistration, UnionOrg, User
from unions.models.registration import REGISTRATION_MOVES
from unions.services.days import check_day, check_open
from unions.services.saving import add, change, put

S = RegistrationState
CHANGEABLE = frozenset({"kind", "legal_rep", "address", "note"})
# What the applicant may still write in.
OPEN_TO_THE_APPLICANT = (S.DRAFT, S.SUPPLEMENT)


@transaction.atomic
def apply(
    *, actor: User, union: UnionOrg, kind: str, legal_rep: str, address: str, note: str = ""
) -> LegalPersonRegistration:
    """Begins an application, as a draft. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.add_legalpersonregistration", union)
    check_open(union, field="union")
    _check_kind(union, kind)
    return add(LegalPersonRegistration(union=union, kind=kind, legal_rep=legal_rep, address=address, note=note))


@transaction.atomic
def change_registration(
    *, actor: User, obj: LegalPersonRegistration, version: int, **changed: Any
) -> LegalPersonRegistration:
    """Changes an application that is not under review. Raises PermissionDenied, ValidationError, Conflict."""
    demand(actor, "unions.change_legalpersonregistration", obj)
    current = claim(obj, version)
    if current.state not in OPEN_TO_THE_APPLICANT:
        raise ValidationError(f"“{current.get_state_display()}”的登记不能再修改。")
    _check_kind(current.union, changed.get("kind", current.kind))
    return change(obj, version=version, changed=changed, allowed=CHANGEABLE)


@transaction.atomic
def submit(*, actor: User, obj: LegalPersonRegistration) -> LegalPersonRegistration:
    """Hands the application in, for the first time or supplemented. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.change_legalpersonregistration", obj)
    check_open(obj.union)
    return _move(obj, S.SUBMITTED, submitted_on=timezone.localdate())


@transaction.atomic
def ask_supplement(*, actor: User, obj: LegalPersonRegistration, note: str) -> LegalPersonRegistration:
    """Sends the application back; `note` says what is missing. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.decide_legalpersonregistration", obj)
    if not note.strip():
        raise ValidationError({"note": "请写明要补正什么。"})
    return _move(obj, S.SUPPLEMENT, note=note)


@transaction.atomic
def approve(*, actor: User, obj: LegalPersonRegistration) -> LegalPersonRegistration:
    """Approves the application. To approve a cancellation cancels the certificate in force.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.decide_legalpersonregistration", obj)
    approved = _move(obj, S.APPROVED)
    if approved.kind == RegistrationKind.CANCEL:
        _cancel_certificates(approved.union)
    return approved


@transaction.atomic
def issue(
    *,
    actor: User,
    obj: LegalPersonRegistration,
    uscc: str,
    cert_no: str,
    issued_on: date,
    valid_until: date | None = None,
) -> LegalPersonRegistration:
    """Issues the certificate: it replaces the one in force, and its credit code becomes the union's.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.decide_legalpersonregistration", obj)
    if obj.kind == RegistrationKind.CANCEL:
        raise ValidationError("注销登记核准即完成，不发证。")
    check_open(obj.union)
    check_day(obj.union, issued_on, field="issued_on")
    if claim(obj).state == S.APPROVED:
        _cancel_certificates(obj.union)
    issued = _move(obj, S.ISSUED, uscc=uscc, cert_no=cert_no, issued_on=issued_on, valid_until=valid_until)
    put(issued.union, uscc=uscc)
    return issued


@transaction.atomic
def cancel(*, actor: User, obj: LegalPersonRegistration, note: str) -> LegalPersonRegistration:
    """Cancels a certificate; `note` says why. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.decide_legalpersonregistration", obj)
    if not note.strip():
        raise ValidationError({"note": "请写明注销原因。"})
    return _move(obj, S.CANCELLED, note=note)


def _move(obj: LegalPersonRegistration, state: S, **facts: Any) -> LegalPersonRegistration:
    current = claim(obj)
    if (current.state, state) not in REGISTRATION_MOVES:
        raise ValidationError(f"登记现为“{current.get_state_display()}”，不能变为“{state.label}”。")
    return put(current, state=state, **facts)


def _cancel_certificates(union: UnionOrg) -> None:
    in_force = LegalPersonRegistration.objects.filter(union=union, state=S.ISSUED)
    in_force.update(state=S.CANCELLED, version=models.F("version") + 1, updated_at=timezone.now())


def _check_kind(union: UnionOrg, kind: str) -> None:
    """A work committee is an agency: it gets a code but is no legal person (总工办发〔2020〕20号)."""
    is_agency = union.org_type == OrgType.WORK_COMMITTEE
    if is_agency != (kind == RegistrationKind.AGENCY_CODE):
        said = (
            "工会工作委员会是派出机关，只办“派出机关领码”。" if is_agency else "“派出机关领码”只适用于工会工作委员会。"
        )
        raise ValidationError({"kind": said})
    if is_agency:
        return
    is_registered = LegalPersonRegistration.objects.filter(union=union, state=S.ISSUED).exists()
    if is_registered and kind == RegistrationKind.FIRST:
        raise ValidationError({"kind": "该工会已有有效的证书，请办变更、换领、补领或注销。"})
    if not is_registered and kind != RegistrationKind.FIRST:
        raise ValidationError({"kind": "该工会还没有有效的证书，请办设立登记。"})
