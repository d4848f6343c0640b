"""The chapters of the annual review, in the order of the federation's review of 2014."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """A chapter: the first letter of `code` says whether it reviews (R) or looks ahead (O)."""

    code: str
    title: str
    short: str

    @property
    def is_outlook(self) -> bool:
        """Whether the chapter tells plans, and no results."""
        return self.code.startswith("O")


CHAPTERS = (
    Chapter("R1", "服务改革发展", "改革发展"),
    Chapter("R2", "职工文化建设", "职工文化"),
    Chapter("R3", "源头权益维护", "权益维护"),
    Chapter("R4", "关爱职工群众", "关爱职工"),
    Chapter("R5", "工会自身建设", "自身建设"),
    Chapter("O1", "展望", "展望"),
)
