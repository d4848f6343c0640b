"""A Procedure is a declaration: where a case may stand, what moves it, who makes the move and by when.

    PROCEDURE = Procedure(
        "proposal",
        State,
        steps=(
            Step(State.NEW, waits_for="competitions.screen_proposal", at="handler", due=working(3)),
            Step(State.ASSIGNED, waits_for="competitions.review_proposal", at="handler", due=working(10)),
        ),
        moves=(
            Move("accept", "受理", State.NEW, State.ACCEPTED, told=True),
            Move("refuse", "不予受理", (State.NEW, State.ACCEPTED), State.REFUSED, reason=Reason.REQUIRED, told=True),
            Move("adopt", "采纳", State.REVIEWED, State.ADOPTED, not_by=("review",)),
        ),
    )

It knows no model and no service, so that a model can carry it (`procedure = PROCEDURE`) and take its triggers from it
(`triggers.of(PROCEDURE, …)`). Services make the moves (services.move), registers offer them (offers.actions), the inbox
lists what waits (inbox.waiting). A state without a step waits for nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices

from desk.cases.choices import By, Reason


@dataclass(frozen=True)
class Days:
    """So many days after an event: of the calendar, or working days (工作日)."""

    number: int
    are_working: bool = False

    def __str__(self) -> str:
        return f"{self.number} 个工作日" if self.are_working else f"{self.number} 天"


def working(number: int) -> Days:
    """So many working days."""
    return Days(number, are_working=True)


def calendar(number: int) -> Days:
    """So many days of the calendar."""
    return Days(number)


@dataclass(frozen=True)
class Step:
    """A state in which a case waits for somebody.

    waits_for: the right by which it can be moved on; "" when it waits for the person outside or for a day.
    at: the field of the case that says where the right is asked. due: how long it may stand here.
    """

    state: str
    waits_for: str = ""
    at: str = "union"
    due: Days | None = None


@dataclass(frozen=True)
class Move:
    """A move from one of `sources` to `target`.

    right, at: those of the steps it leaves, when not said; `at` is an attribute of the case.
    reason, label: whether it says why, and what the reason is called. told: the person outside reads it.
    not_by: who made one of these moves in this case does not make this one (four eyes).
    by: who makes it. deadline: who makes it sets the day by which the next step is due.
    """

    slug: str
    title: str
    sources: str | Sequence[str]
    target: str
    right: str = ""
    at: str = ""
    reason: Reason = Reason.OPTIONAL
    label: str = ""
    told: bool = False
    not_by: Sequence[str] = ()
    by: By = By.STAFF
    deadline: bool = False
    danger: bool = False
    icon: str = "arrow-right"
    explain: str = ""
    done: str = ""

    @property
    def froms(self) -> tuple[str, ...]:
        """The states it leaves."""
        return (self.sources,) if isinstance(self.sources, str) else tuple(self.sources)


@dataclass(frozen=True)
class Procedure:
    """The declaration of one kind of case. Raises ImproperlyConfigured for one that contradicts itself.

    talk, talk_at: the right by which staff add notes, answers and files in whatever state, and the attribute of the case
    that says where it is asked; nobody does without.
    """

    slug: str
    states: type[TextChoices]
    steps: Sequence[Step]
    moves: Sequence[Move]
    talk: str = ""
    talk_at: str = "union"
    _steps: dict[str, Step] = field(init=False, repr=False)
    _moves: dict[str, Move] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_steps", {str(step.state): step for step in self.steps})
        object.__setattr__(self, "_moves", {move.slug: move for move in self.moves})
        self._check()
        _declared[self.slug] = self

    def step(self, state: str) -> Step:
        """The step of `state`; one that waits for nobody where none is declared."""
        return self._steps.get(str(state)) or Step(state)

    def move(self, slug: str) -> Move:
        """The move with this slug. Raises KeyError."""
        return self._moves[slug]

    def right(self, move: Move) -> tuple[str, str]:
        """The right `move` asks for, and the attribute of the case that says where."""
        steps = [self.step(state) for state in move.froms]
        return move.right or steps[0].waits_for, move.at or steps[0].at

    def from_state(self, state: str) -> list[Move]:
        """The moves that leave `state`, in their order."""
        return [move for move in self.moves if state in move.froms]

    def passages(self) -> list[tuple[str, str, str]]:
        """Every passage the moves allow: slug, state before, state after."""
        return [(move.slug, str(state), str(move.target)) for move in self.moves for state in move.froms]

    def _check(self) -> None:
        known = set(self.states.values)
        wrong = [f"unknown state {s}" for s in self._said() - known]
        wrong += [f"unknown move {name} in not_by" for m in self.moves for name in m.not_by if name not in self._moves]
        for move in (m for m in self.moves if m.by == By.STAFF):
            rights = {move.right or self.step(s).waits_for for s in move.froms}
            places = {move.at or self.step(s).at for s in move.froms}
            if len(rights) > 1 or len(places) > 1 or "" in rights:
                wrong.append(f"{move.slug} needs a right and a place of its own")
        wrong += [f"no move knows {state}" for state in known - {s for m in self.moves for s in (*m.froms, m.target)}]
        wrong += [
            f"{step.state} waits for {step.waits_for}, but nobody moves it on"
            for step in self.steps
            if step.waits_for and not any(move.by == By.STAFF for move in self.from_state(step.state))
        ]
        if len(self._moves) < len(self.moves) or len(self._steps) < len(self.steps):
            wrong.append("a slug or a state is declared twice")
        if wrong or self.slug in _declared:
            raise ImproperlyConfigured(f"procedure {self.slug}: {'; '.join(wrong) or 'declared twice'}")

    def _said(self) -> set[str]:
        return {str(s) for m in self.moves for s in (*m.froms, m.target)} | set(self._steps)


_declared: dict[str, Procedure] = {}
