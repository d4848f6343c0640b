"""The year end of the demo county: 2014 with the figures of its review, half reported; 2015 just opened."""

from jianzhi.year_end.demo.year import build

__all__ = ["build"]
