"""Every field of every model of ours says how carefully it is handled."""

from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.db import models

from desk.vault.fields import EncryptedTextField
from desk.vault.masks import MASKS
from desk.vault.privacy import Level, Privacy, faults


def _ours() -> list[type[models.Model]]:
    """All models of the portal. Histories go by the declaration of the model they tell of."""
    return [
        model
        for config in apps.get_app_configs()
        if "site-packages" not in Path(config.path).parts
        for model in config.get_models(include_auto_created=True)
        if not issubclass(model, pghistory.models.Event)
    ]


def test_every_field_is_declared_once_with_a_mask_that_exists() -> None:
    assert len(_ours()) > 10
    found = {
        model._meta.label: wrong
        for model in _ours()
        if (wrong := faults(getattr(model, "privacy", None), [f.name for f in model._meta.concrete_fields], MASKS))
    }
    assert found == {}


def test_every_sealed_field_is_declared_sensitive_or_personal() -> None:
    plain = [
        f"{model._meta.label}.{f.name}"
        for model in _ours()
        for f in model._meta.concrete_fields
        if isinstance(f, EncryptedTextField) and model.privacy.level(f.name) is Level.PLAIN
    ]
    assert plain == []


@pytest.mark.parametrize(
    ("privacy", "wrong"),
    [
        (None, ["no privacy declared"]),
        (Privacy(plain="id"), ["phone: not declared"]),
        (Privacy(plain="id phone fax"), ["fax: no such field"]),
        (Privacy(plain="id phone", personal={"phone": "phone"}), ["phone: declared twice"]),
        (Privacy(plain="id", sensitive={"phone": "blurred"}), ["blurred: no such mask"]),
        (Privacy(plain="id", personal={"phone": "phone"}), []),
    ],
)
def test_a_wrong_declaration_is_told(privacy: Privacy | None, wrong: list[str]) -> None:
    assert faults(privacy, ["id", "phone"], MASKS) == wrong
