"""The registers of the year end."""

from jianzhi.year_end.registers.figures import EnteredFigureRegister
from jianzhi.year_end.registers.returns import ReturnRegister

__all__ = ["EnteredFigureRegister", "ReturnRegister"]
