"""Models with sealed fields."""

import os
import time
import uuid
from collections.abc import Collection, Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models

from desk.vault.fields import BlindIndexField, Sealed


def uuid7() -> uuid.UUID:
    """A UUID that sorts by the millisecond it was made in (RFC 9562, version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = milliseconds << 80 | 0x7 << 76 | (random >> 68) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return uuid.UUID(int=value)


class SealedModel(models.Model):
    """A model that may hold EncryptedTextFields.

    Its key is made here and not by the database, because a sealed value is bound to the key of its row and has to be
    sealed before the row is written.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Saves; a blind index goes with its source, or a search would find what is no longer there."""
        if update_fields is not None:
            update_fields = set(update_fields)
            update_fields |= {index.name for index in self._indexes() if index.source in update_fields}
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """A loaded row: each sealed value learns the row it belongs to, so that a copy of the row is sealed anew."""
        instance = super().from_db(*args, **kwargs)
        for name, value in instance.__dict__.items():
            if isinstance(value, Sealed):
                instance.__dict__[name] = value.at(instance.pk)
        return instance

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Raises ValidationError; a duplicate in a blind index is told at the field it is made from."""
        self._told_at_source(super().validate_unique, exclude)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Raises ValidationError; a duplicate in a blind index is told at the field it is made from."""
        self._told_at_source(super().validate_constraints, exclude)

    def _told_at_source(self, validate: Any, exclude: Collection[str] | None) -> None:
        left_out = set(exclude or ())
        sources = {index.name: index.source for index in self._indexes()}
        # Forms leave the index out because nobody can fill it in; it still has to be checked with its source.
        left_out -= {name for name, source in sources.items() if source not in left_out}
        try:
            validate(exclude=left_out)
        except ValidationError as error:
            raise ValidationError(
                {sources.get(name, name): messages for name, messages in error.error_dict.items()}
            ) from error

    @classmethod
    def _indexes(cls) -> list[BlindIndexField]:
        return [f for f in cls._meta.concrete_fields if isinstance(f, BlindIndexField)]
