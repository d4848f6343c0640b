"""The ideas of the demo county: 2,291 of the year 2014, as its article says (F01), five of them golden (F02)."""

from competitions.demo.programme import build

__all__ = ["build"]
