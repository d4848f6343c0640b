"""What the registers of unions have in common: their rows are those of somebody's branches."""

from typing import Any

from desk.registers.register import Register


class BranchRegister(Register):
    """A register whose sheets and prints name the branches they were drawn for."""

    @classmethod
    def scope_words(cls, user: Any) -> str:
        """The unions whose branches `user` works for, such as 建德市新安江街道总工会."""
        return "、".join(sorted({appointment.union.name for appointment in user.current_appointments()}))
