"""Two fields: one keeps a text sealed, the other lets an exact value be found without opening anything.

The text is sealed before any SQL is made, because Django sends literal SQL and PostgreSQL writes it to its log
(promises.md, trap 21). It is opened when somebody reads the attribute, not when the row is loaded.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.core import checks, validators
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property

from desk.vault import masks
from desk.vault.ciphers import SealBroken
from desk.vault.keys import keyring

logger = logging.getLogger(__name__)


class Sealed:
    """A value as it lies in the database. It shows nothing; `open()` needs the row it belongs to."""

    __slots__ = ("field", "pk", "token")

    def __init__(self, token: str, field: "EncryptedTextField", pk: Any = None) -> None:
        self.token, self.field, self.pk = token, field, pk

    def open(self, pk: Any = None) -> str:
        """The plain text. `pk`: the row's, when it is not known here (`values()`). Raises SealBroken."""
        return keyring().open(self.token, self.field.place(self.pk if pk is None else pk))

    def at(self, pk: Any) -> "Sealed":
        """The same value, knowing its row."""
        return Sealed(self.token, self.field, pk)

    def __str__(self) -> str:
        return masks.HIDDEN

    def __repr__(self) -> str:
        return f"<Sealed {self.field.name}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> "Sealed":
        return self


class SealedAttribute(DeferredAttribute):
    """Opens on reading; keeps the token while the value is unchanged, so that saving a row again changes nothing."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        return value.open(self.field.row_of(instance)) if isinstance(value, Sealed) else value

    def __set__(self, instance: models.Model, value: Any) -> None:
        before = instance.__dict__.get(self.field.attname)
        if isinstance(value, Sealed):
            instance.__dict__[self.field.attname] = value
            return
        text = "" if value is None else str(value)
        if isinstance(before, Sealed) and _opens_to(before, self.field.row_of(instance), text):
            return
        instance.__dict__[self.field.attname] = text


class EncryptedTextField(models.TextField):
    """A text that only this portal can read, bound to its table, column and row.

    In Python it is a `str`, "" for nothing; in the database a token, NULL for nothing. It can be asked for only by
    `isnull`; to find an exact value put a BlindIndexField beside it. The model must be a SealedModel, because the row's
    key has to be known before the row is written. Forms show it masked, and leave it alone while the mask is unchanged.
    """

    descriptor_class = SealedAttribute
    derived = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["null"] = True  # nothing is NULL, so that `isnull` can be asked without opening
        super().__init__(*args, **kwargs)
        self.validators.append(_no_mask)
        if self.max_length is not None:
            self.validators.append(validators.MaxLengthValidator(self.max_length))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]  # the stubs forgot it
            hint = "Put unique=True on a BlindIndexField beside it."
            errors.append(checks.Error("A sealed field can be neither unique nor indexed.", hint, self, "vault.E001"))
        known_before_insert = self.model._meta.pk.has_default() or self._tracked() is not None
        if not known_before_insert:
            hint = "Inherit desk.vault.sealed.SealedModel."
            errors.append(
                checks.Error("The row's key is not known before the row is written.", hint, self, "vault.E002")
            )
        return errors

    # --- where a value lies --------------------------------------------------------------------------------------------
    def place(self, pk: Any) -> str:
        """`table.column:pk`, what a token is bound to. A history row opens at the place of the row it tells of."""
        model = self._tracked() or self.model
        key = pk if isinstance(pk, UUID) else model._meta.pk.to_python(pk)
        return f"{_column_of(model, self.name)}:{key}"

    def open_all(self, values: Iterable[Sealed | None], keys: Iterable[Any]) -> Iterator[str | None]:
        """The plain texts of many rows with these `keys`, for lists: None for nothing, a word for what does not open.

        One row that was tampered with must not take the whole list with it; it is logged.
        """
        ring = keyring()
        column = _column_of(self._tracked() or self.model, self.name)
        for value, key in zip(values, keys, strict=True):
            try:
                yield None if value is None else ring.open(value.token, f"{column}:{key}")
            except SealBroken:
                logger.exception("%s does not open", column)
                yield masks.BROKEN

    def row_of(self, instance: models.Model) -> Any:
        """The key of the row the value in `instance` is bound to."""
        return instance.pk if self._tracked() is None else instance.pgh_obj_id  # type: ignore[attr-defined]  # of pghistory

    def _tracked(self) -> Any:
        return getattr(self.model, "pgh_tracked_model", None)

    # --- to and from the database --------------------------------------------------------------------------------------
    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value, self)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        value = model_instance.__dict__.get(self.attname) or ""
        row = self.row_of(model_instance)
        if isinstance(value, Sealed):
            if value.pk == row and value.token.startswith(keyring().header):
                return value
            value = value.open()  # copied from another row, or sealed under a key that is being retired
        if not value:
            return None
        sealed = Sealed(keyring().seal(value, self.place(row)), self, row)
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return None
        if isinstance(value, Sealed):
            return value.token
        raise FieldError(
            f"{self.name} is sealed: set it on the instance and save that; a plain value never goes to SQL"
        )

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in {"isnull", "df"}:  # "df": the history's trigger compares the tokens before and after
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed and cannot be searched by {lookup_name!r}: ask its BlindIndexField")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed and cannot be searched by {lookup_name!r}: ask its BlindIndexField")

    # --- forms ---------------------------------------------------------------------------------------------------------
    def value_from_object(self, obj: models.Model) -> Any:
        """What a form starts with: the masked value. The plain one is had by revealing it."""
        return masks.masked(obj, self.name)

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        if data != self.value_from_object(instance):
            super().save_form_data(instance, data)

    def formfield(self, **kwargs: Any) -> Any:
        from django.forms import TextInput  # forms load templates; models do not wait for them

        widget = TextInput(attrs={"data-sensitive": "", "autocomplete": "off"})
        return super().formfield(**{"widget": widget, **kwargs})


class BlindIndexAttribute(DeferredAttribute):
    """Always the index of what the source holds now, so that a duplicate is found before saving."""

    field: "BlindIndexField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        return self if instance is None else self.field.index_of(instance)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value  # kept only so that Django knows the column was loaded


class BlindIndexField(models.BinaryField):
    """HMAC-SM3 of a sealed field beside it: `filter(id_index="33018219…")` finds the exact value, nothing else can.

    `source`: the sealed field. Spaces, full-width digits and small letters in the question make no difference.
    NULL while the source is empty, so `unique=True` counts only real values.
    """

    descriptor_class = BlindIndexAttribute
    derived = True

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs.update(editable=False, null=True, blank=True)
        super().__init__(*args, **{"db_index": not kwargs.get("unique"), **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "null", "blank"):
            kwargs.pop(fixed, None)
        kwargs.pop("db_index", None)
        indexed = self.db_index  # type: ignore[attr-defined]  # the stubs forgot it
        if indexed == self.unique:  # not the default
            kwargs["db_index"] = indexed
        return name, path, args, {**kwargs, "source": self.source}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        sources = {f.name for f in self.model._meta.local_fields if isinstance(f, EncryptedTextField)}
        if self.source not in sources:
            errors.append(
                checks.Error(f"{self.source!r} is not a sealed field of this model.", None, self, "vault.E003")
            )
        return errors

    def index_of(self, instance: models.Model) -> bytes | None:
        """The index of what the source of `instance` holds now; None when it holds nothing."""
        return self.derive(getattr(instance, self.source))

    @property
    def needs(self) -> tuple[str, ...]:
        """The fields whose plain values `derive` takes."""
        return (self.source,)

    def derive(self, value: str | None) -> bytes | None:
        """The index of `value`; None for nothing."""
        return self._digest(value) if value else None

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        return self.index_of(model_instance)

    def get_prep_value(self, value: Any) -> Any:
        return self._digest(value) if isinstance(value, str) else super().get_prep_value(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in {"exact", "in", "isnull"}:
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} finds exact values only, not by {lookup_name!r}")

    def _digest(self, value: str) -> bytes:
        return keyring().digest(value, self._place)

    @cached_property
    def _place(self) -> str:
        source = self.model._meta.get_field(self.source)
        column = source.column  # type: ignore[union-attr]  # check() has seen that it is a sealed field
        return f"{self.model._meta.db_table}.{column}"


@cache
def _column_of(model: type[models.Model], name: str) -> str:
    """`table.column` of a field; asked for every value of a list."""
    return f"{model._meta.db_table}.{model._meta.get_field(name).column}"  # type: ignore[union-attr]  # a column


def _opens_to(sealed: Sealed, row: Any, text: str) -> bool:
    try:
        return sealed.open(row) == text
    except SealBroken:
        return False  # a broken value may be replaced


def _no_mask(value: str) -> None:
    if masks.STAR * 2 in value:
        raise ValidationError("内容中含有掩码“**”。请重新填写完整内容，或保持原样不动。", code="masked")
