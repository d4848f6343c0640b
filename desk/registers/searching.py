"""Finding Chinese names by what a keyboard gives: characters, 拼音, initials.

PostgreSQL in the C locale knows neither pinyin order nor pinyin search (stack.md, L11), so each searchable row keeps
two plain columns: what it can be found by, and what it is sorted by.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from pypinyin import Style, lazy_pinyin

# Characters that are read differently as a surname than in a word.
SURNAMES = {"单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "区": "ou", "盖": "ge", "缪": "miao"}


def normalise(text: str) -> str:
    """`text` as it is stored for search and as it is asked for: half-width, lower case, no spaces.

    The index (pg_trgm) sees three characters at a time, and most Chinese words have two. So each Chinese character
    stands three times, here and there: 王 is then found by the index as fast as a long name (speed.md, Names).
    """
    half = (chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return "".join(c if c.isascii() else c * 3 for c in half if not c.isspace()).lower()


def pinyin(text: str, *, person: bool = False) -> str:
    """`text` in pinyin without tones and spaces; a `person`'s surname in its reading as a surname."""
    if person and text[:1] in SURNAMES:
        return SURNAMES[text[0]] + "".join(lazy_pinyin(text[1:]))
    return "".join(lazy_pinyin(text))


def initials(text: str, *, person: bool = False) -> str:
    """The first letters of the syllables of `text`."""
    rest = "".join(lazy_pinyin(text[1:] if person and text[:1] in SURNAMES else text, style=Style.FIRST_LETTER))
    return SURNAMES[text[0]][0] + rest if person and text[:1] in SURNAMES else rest


def search_text(values: Iterable[str], *, person: bool = False) -> str:
    """What a row with these values can be found by, one form a line, so that no match runs over an edge."""
    forms: dict[str, None] = {}
    for value in filter(None, values):
        for form in (value, pinyin(value, person=person), initials(value, person=person)):
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

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = search_text((str(getattr(model_instance, s) or "") for s in self.sources), person=self.person)
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

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = pinyin(str(getattr(model_instance, self.source) or ""), person=self.person)[: self.max_length]
        setattr(model_instance, self.attname, text)
        return text


def search_field(model: type[models.Model]) -> str:
    """The name of the field that rows of `model` are found by; "" for none."""
    return next((f.name for f in model._meta.concrete_fields if isinstance(f, SearchTextField)), "")


def found_by(rows: models.QuerySet[Any], field: str, text: str) -> models.QuerySet[Any]:
    """The rows in whose `field` every word of `text` occurs; all of them for no words."""
    for word in text.split():
        rows = rows.filter(**{f"{field}__contains": normalise(word)})
    return rows
