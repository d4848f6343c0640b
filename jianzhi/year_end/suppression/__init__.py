"""What of the figures may be published (promises.md D13): no cell below five, and none that a difference gives away.

Nothing that is published says why a cell is left out: who reads a gap cannot tell a small figure from one that protects
it.
"""

from jianzhi.year_end.report import GAP
from jianzhi.year_end.suppression.published import Published, publish
from jianzhi.year_end.suppression.sums import SMALLEST

__all__ = ["EXPLAINED", "GAP", "Published", "publish"]

EXPLAINED = f"{GAP} 表示数值小于 {SMALLEST}，或为防止由其他数值推算而不予公布。"
