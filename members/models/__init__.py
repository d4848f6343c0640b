"""The facts of the second floor."""

from members.models.applications import ApplicationEntry, MembershipApplication
from members.models.duplicates import DuplicateHint, Merge
from members.models.memberships import Membership, Transfer, TransferEntry
from members.models.people import Member

__all__ = [
    "ApplicationEntry",
    "DuplicateHint",
    "Member",
    "Membership",
    "MembershipApplication",
    "Merge",
    "Transfer",
    "TransferEntry",
]
