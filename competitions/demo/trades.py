"""What a trade is, and which is whose."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """Something that can be done better: what it is called, what is wrong with it, what to do, what that brings."""

    category: str
    title: str
    problem: str
    measure: str
    benefit: str


@dataclass(frozen=True)
class Trade:
    """A kind of work. `words`: what the names of its employers hold; `industries`: the letters of GB/T 4754."""

    words: tuple[str, ...]
    industries: str
    places: tuple[str, ...]
    subjects: tuple[Subject, ...]
