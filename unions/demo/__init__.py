"""The demo county: Jiande as it might have stood in 2013 to 2015. The places are real; the unions, employers and people
are made up, and their numbers cannot belong to anybody.

Everything is drawn from one fixed seed, so that two demo counties are alike, name by name.
"""

from unions.demo.county import build

__all__ = ["build"]
