"""The members of the demo county: twenty thousand files, made up as their unions are, and some of them twice."""

from members.demo.roster import build

__all__ = ["build"]
