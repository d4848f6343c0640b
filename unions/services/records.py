"""What a union's officers keep up to date about it. Its name and place are changed by the verbs of the tree."""

from typing import Any

from django.db import transaction

from unions.access import demand
from unions.models import UnionOrg, User
from unions.services.days import check_open
from unions.services.saving import change

_CHANGEABLE = """
    short_name grassroots_form stat_code region_code address phone industry unit_class has_party_org approval_doc_no
    approved_by term_years worker_count female_workers migrant_workers dispatched_workers member_count
    female_members migrant_members bank_account_opened books_kept
"""
CHANGEABLE = frozenset(_CHANGEABLE.split())


@transaction.atomic
def change_union(*, actor: User, obj: UnionOrg, version: int, **changed: Any) -> UnionOrg:
    """Changes fields of `CHANGEABLE`; gives the saved union. The credit code comes with the certificate.

    Raises PermissionDenied, ValidationError, Conflict.
    """
    demand(actor, "unions.change_unionorg", obj)
    check_open(obj)
    return change(obj, version=version, changed=changed, allowed=CHANGEABLE)
