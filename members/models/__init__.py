"""The facts of the second floor."""

from members.models.applications import MembershipApplication
from members.models.duplicates import DuplicateHint, Merge
from members.models.memberships import Membership, Transfer
from members.models.people import Member
from members.models.visitors import VisitorTry

__all__ = ["DuplicateHint", "Member", "Membership", "MembershipApplication", "Merge", "Transfer", "VisitorTry"]
