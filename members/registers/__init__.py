"""The registers of the second floor. Each is a declaration; desk.registers makes the pages."""

from members.registers.applications import ApplicationRegister
from members.registers.duplicates import DuplicateRegister
from members.registers.members import MemberRegister
from members.registers.transfers import TransferRegister

# In the order in which a search over all of them answers.
REGISTERS = (MemberRegister, TransferRegister, ApplicationRegister, DuplicateRegister)

__all__ = ["REGISTERS", "ApplicationRegister", "DuplicateRegister", "MemberRegister", "TransferRegister"]
