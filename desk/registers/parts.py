"""The parts a register is declared of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from django.forms import BaseForm

from desk.vault.scope import Actor


class Person(Actor, Protocol):
    """Somebody who has signed in."""

    pk: Any

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the person holds the right `perm`, for `obj` when one is given."""


# A service that acts on one record, `run(actor=…, obj=…, **answers)`: raises ValidationError, in Chinese, when it will not.
Run = Callable[..., Any]


# What an action would do to a record, listed for a person before it is done: pairs of a word and a sentence.
Effects = Callable[[Any, Any], Sequence[tuple[str, str]]]


# What is known before an action is asked about, by the name of the form's field: of a record, for a person.
Known = Callable[[Any, Any], Mapping[str, Any]]

# Why a person who holds the right may still not do an action to a record; "" for nothing against it.
WhyNot = Callable[[Any, Any], str]


def always(obj: Any) -> bool:
    """The action is open for every record."""
    return True


def no_reason(obj: Any, user: Any) -> str:
    """Nothing speaks against it."""
    return ""


def itself(obj: Any) -> Any:
    """The right to an action is asked for the record."""
    return obj


def in_state(*states: str) -> Callable[[Any], bool]:
    """The action is open for records whose `state` is one of these."""
    return lambda obj: obj.state in states


@dataclass(frozen=True)
class Preset:
    """A ready-made view of the list: `query` as it stands in the address, such as {"covered": "false"}."""

    slug: str
    title: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """A card of facts on the detail page, and a group of fields in the form. `fields`: names with spaces between."""

    title: str
    fields: str

    @property
    def names(self) -> list[str]:
        """The names of the fields."""
        return self.fields.split()


Tone = Literal["neutral", "blue", "green", "amber", "red", "purple"]


@dataclass(frozen=True)
class Badge:
    """A state in a word and a colour (templates/desk/parts/badge.html)."""

    text: str
    tone: Tone = "neutral"
    icon: str = ""


@dataclass(frozen=True)
class Panel:
    """More about a record than its own fields: a card beside them, or a tab with a page of its own.

    `context(obj, user)` gives what `template` needs; `right`, when there is one, is asked for the record.
    """

    slug: str
    title: str
    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]
    place: Literal["card", "aside", "tab"] = "card"
    right: str = ""

    def is_open_to(self, user: Person, obj: Any) -> bool:
        """Whether `user` may see it."""
        return not self.right or user.has_perm(self.right, obj)


@dataclass(frozen=True)
class Action:
    """Something that can be done to one record, on a page of its own.

    `when` says for which records it is open; `explain` stands above the form; `done` is the message afterwards.
    The form may be any Django form; a ModelForm of the record's own model gets the record. `at(obj)`: what the right is
    asked for, when that is only a part of the record; `effects(obj, user)`: what would happen, listed above the form; `known(obj, user)`: what the form
    is filled in with to begin with. `why_not(obj, user)`: what speaks against it though the right is held, said in its
    place.
    """

    slug: str
    title: str
    right: str
    run: Run
    form: type[BaseForm] | None = None
    when: Callable[[Any], bool] = always
    icon: str = "edit"
    explain: str = ""
    danger: bool = False
    done: str = ""
    at: Callable[[Any], Any] = itself
    effects: Effects | None = None
    known: Known | None = None
    why_not: WhyNot = no_reason

    def is_open_to(self, user: Person, obj: Any) -> bool:
        """Whether `user` may do this to `obj` as it is now, if nothing else speaks against it (`why_not`)."""
        return self.is_granted_to(user, obj) and self.when(obj)

    def is_granted_to(self, user: Person, obj: Any) -> bool:
        """Whether `user` holds the right to do this to `obj`, as it may be now or later."""
        return user.has_perm(self.right, self.at(obj))


@dataclass(frozen=True)
class BulkAction:
    """Something that can be done to many records, each for itself: one that fails leaves the others done.

    `paper(objs)`: the PDF of those it was done to; it comes out of a job, however few they are. `at(obj)`: what the
    right is asked for, when that is only a part of the record.
    """

    slug: str
    title: str
    right: str
    run: Run
    form: type[BaseForm] | None = None
    icon: str = "edit"
    explain: str = ""
    danger: bool = False
    paper: Callable[[Sequence[Any]], bytes] | None = None
    at: Callable[[Any], Any] = itself


@dataclass(frozen=True)
class Fact:
    """A labelled value of a record, as it may be shown; a `masked` one can be revealed."""

    name: str
    label: str
    value: str
    url: str = ""
    masked: bool = False
    wide: bool = False


@dataclass(frozen=True)
class FactCard:
    """A section with the facts of one record."""

    title: str
    facts: list[Fact]
