"""Finding Chinese names by what a keyboard gives: characters, 拼音, initials.

PostgreSQL in the C locale knows neither pinyin order nor pinyin search (stack.md, L11), so each searchable row keeps
two plain columns: what it can be found by, and what it is sorted by.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models.functions import Substr
from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg

# Characters that are read differently as a surname than in a word.
SURNAMES = {"单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "区": "ou", "盖": "ge", "缪": "miao"}


def normalise(text: str) -> str:
    """`text` as it is stored for search and as it is asked for: half-width, lower case, no spaces.

    The index (pg_trgm) sees three characters at a time, and most Chinese words have two. So each Chinese character
    stands three times, here and there: 王 is then found by the index as fast as a long name (speed.md, Names).
    """
    return text.translate(_AS_STORED).lower()


class _AsStored(dict[int, str]):
    """What stands for each character, found out when it is met: a county writes with some thousands of them."""

    def __missing__(self, code: int) -> str:
        c = chr(code - 0xFEE0) if "！" <= chr(code) <= "～" else chr(code)
        self[code] = stored = "" if c.isspace() else c if c.isascii() else c * 3
        return stored


_AS_STORED = _AsStored()


def pinyin(text: str, *, person: bool = False) -> str:
    """`text` in pinyin without tones and spaces.

    Words of several characters are read as such. A `person`'s name is no word: each character has its own reading, the
    surname the one it has as a surname.
    """
    return _spelled(_words(text, person=person), person=person)


def initials(text: str, *, person: bool = False) -> str:
    """The first letters of the syllables of `text`."""
    return _shortened(_words(text, person=person), person=person)


def _words(text: str, *, person: bool) -> list[str]:
    return list(text) if person else seg(text)


def _spelled(words: list[str], *, person: bool) -> str:
    surname = SURNAMES.get(words[0], "") if person and words else ""
    return surname + "".join(map(_reading, words[1:] if surname else words))


def _shortened(words: list[str], *, person: bool) -> str:
    surname = SURNAMES.get(words[0], "") if person and words else ""
    return surname[:1] + "".join(map(_initial, words[1:] if surname else words))


@lru_cache(maxsize=30_000)  # more characters and words than there are in use; a roster has some two thousand
def _reading(word: str) -> str:
    return "".join(lazy_pinyin([word]))


@lru_cache(maxsize=30_000)
def _initial(word: str) -> str:
    return "".join(lazy_pinyin([word], style=Style.FIRST_LETTER))


def search_text(values: Iterable[str], *, person: bool = False) -> str:
    """What a row with these values can be found by, one form a line, so that no match runs over an edge."""
    forms: dict[str, None] = {}
    for value in filter(None, values):
        words = _words(value, person=person)
        for form in (value, _spelled(words, person=person), _shortened(words, person=person)):
            forms[normalise(form)] = None
    return "\n".join(forms)


class SearchTextField(models.TextField):
    """Kept by the field itself from other fields of the row, as `auto_now` keeps its time.

    `sources`: names of the fields the row is found by; `person`: the first is a person's name.
    """

    derived = True  # computed from other fields: stays out of the history

    def __init__(self, *args: Any, sources: Iterable[str] = (), person: bool = False, **kwargs: Any) -> None:
        self.sources, self.person = tuple(sources), person
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "blank", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "sources": self.sources, "person": self.person}

    @property
    def needs(self) -> tuple[str, ...]:
        """The fields whose values `derive` takes."""
        return self.sources

    def derive(self, *values: str | None) -> str:
        """What a row with these values in its sources is found by."""
        return search_text((str(value or "") for value in values), person=self.person)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = self.derive(*(getattr(model_instance, source) for source in self.sources))
        setattr(model_instance, self.attname, text)
        return text


class PinyinField(models.CharField):
    """The pinyin of another field, to sort by."""

    derived = True  # computed from other fields: stays out of the history

    def __init__(self, *args: Any, source: str = "", person: bool = False, **kwargs: Any) -> None:
        self.source, self.person = source, person
        kwargs.update(editable=False, blank=True, default="")
        kwargs.setdefault("max_length", 400)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "blank", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "source": self.source, "person": self.person}

    @property
    def needs(self) -> tuple[str, ...]:
        """The field whose value `derive` takes."""
        return (self.source,)

    def derive(self, value: str | None) -> str:
        """The pinyin of `value`, as much of it as the column holds."""
        return pinyin(str(value or ""), person=self.person)[: self.max_length]

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = self.derive(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, text)
        return text


class CharacterField(models.GeneratedField):
    """One character of a name, kept by PostgreSQL: `source` is the name, `place` counts from 1.

    Names with a certain character are too many for an index of parts to be of use: in a county of a million people
    a hundred thousand are called 王. With an index on (character, order, key) the first fifty of them are there at once.
    A plain column, because row-level security lets no function of a column go to an index.
    """

    derived = True  # computed from another field: stays out of the history

    def __init__(self, *args: Any, source: str = "", place: int = 1, **kwargs: Any) -> None:
        self.source, self.place = source, place
        kwargs.update(
            expression=Substr(source, place, 1),
            output_field=models.CharField(max_length=1),
            db_persist=True,
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("expression", "output_field", "db_persist"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "source": self.source, "place": self.place}


def search_field(model: type[models.Model]) -> str:
    """The name of the field that rows of `model` are found by; "" for none."""
    return next((f.name for f in model._meta.concrete_fields if isinstance(f, SearchTextField)), "")


def character_fields(model: type[models.Model]) -> list[str]:
    """The names of the fields that hold the single characters of the name of `model`, in their order."""
    found = [field for field in model._meta.concrete_fields if isinstance(field, CharacterField)]
    return [field.name for field in sorted(found, key=lambda field: field.place)]


def is_one_character(text: str) -> bool:
    """Whether `text` is a single character, and not a Latin one."""
    return len(text.strip()) == 1 and not text.strip().isascii()


def with_character(rows: models.QuerySet[Any], fields: Sequence[str], text: str) -> list[models.QuerySet[Any]]:
    """The rows that have the character `text` in one of `fields`, parted by the first field that has it.

    Each part can be read in the order of an index; no row is in two of them.
    """
    parts, character = [], text.strip()
    for field in fields:
        parts.append(rows.filter(**{field: character}))
        rows = rows.exclude(**{field: character})
    return parts


def lie_together(text: str, model: type[models.Model], field: str) -> bool:
    """Whether what `text` finds may lie together in the order of `field`: everybody called 王, in the order of pinyin.

    PostgreSQL takes it to be spread. It would go through the order from the beginning until a page is full, past half a
    million people, and not ask the index that has them all. That index sees three characters at a time.
    """
    is_indexed = any(len(normalise(word)) >= 3 for word in text.split())
    return is_indexed and any(f.name == field and isinstance(f, PinyinField) for f in model._meta.concrete_fields)


def found_by(rows: models.QuerySet[Any], field: str, text: str) -> models.QuerySet[Any]:
    """The rows in whose `field` every word of `text` occurs; all of them for no words.

    A single character is looked for in the model's CharacterFields, where it has some.
    """
    characters = character_fields(rows.model) if is_one_character(text) else []
    if characters:
        return rows.filter(reduce(or_, (models.Q(**{name: text.strip()}) for name in characters)))
    for word in text.split():
        rows = rows.filter(**{f"{field}__contains": normalise(word)})
    return rows
