"""The registers of the first floor. Each is a declaration; desk.registers makes the pages."""

from unions.registers.accounts import AccountRegister
from unions.registers.announcements import AnnouncementRegister
from unions.registers.employers import EmployerRegister
from unions.registers.officers import OfficerRegister
from unions.registers.orgs import UnionOrgRegister
from unions.registers.registrations import RegistrationRegister
from unions.registers.shells import ShellFlagRegister

# In the order in which a search over all of them answers.
REGISTERS = (
    UnionOrgRegister,
    EmployerRegister,
    OfficerRegister,
    RegistrationRegister,
    ShellFlagRegister,
    AnnouncementRegister,
    AccountRegister,
)

__all__ = [
    "REGISTERS",
    "AccountRegister",
    "AnnouncementRegister",
    "EmployerRegister",
    "OfficerRegister",
    "RegistrationRegister",
    "ShellFlagRegister",
    "UnionOrgRegister",
]
