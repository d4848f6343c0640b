"""The facts of the first floor."""

from unions.models.announcements import Announcement
from unions.models.employers import Coverage, Employer
from unions.models.orgs import OrgChange, Standing, UnionOrg
from unions.models.registration import LegalPersonRegistration
from unions.models.shells import ShellFlag, ShellRule
from unions.models.sign_in import LoginAttempt, LoginEvent, PasswordRecord, SpentCode
from unions.models.terms import Committee, Officer, Term
from unions.models.users import Appointment, User

__all__ = [
    "Announcement",
    "Appointment",
    "Committee",
    "Coverage",
    "Employer",
    "LegalPersonRegistration",
    "LoginAttempt",
    "LoginEvent",
    "Officer",
    "OrgChange",
    "PasswordRecord",
    "ShellFlag",
    "ShellRule",
    "SpentCode",
    "Standing",
    "Term",
    "UnionOrg",
    "User",
]
