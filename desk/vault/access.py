"""Who may see a masked value in full."""

from typing import Any

from django.db import models
from django.urls import reverse

from desk.vault.masks import SHOWN, masked


def is_revealable(model: type[models.Model], field: str) -> bool:
    """Whether `field` is masked on pages, so that there is something to reveal."""
    privacy = getattr(model, "privacy", None)
    return privacy is not None and privacy.mask(field) not in {None, SHOWN}


def visible(model: type[models.Model], user: Any) -> models.QuerySet[Any]:
    """The rows of `model` in the branches of `user`; none of a model that does not say which those are."""
    manager = model._default_manager
    return manager.visible_to(user) if hasattr(manager, "visible_to") else manager.none()


def may_reveal(user: Any, obj: models.Model) -> bool:
    """Whether `user` holds the right to see masked fields of `obj`: `<app>.reveal_<model>`."""
    return bool(user.has_perm(f"{obj._meta.app_label}.reveal_{obj._meta.model_name}", obj))


def reveal_url(user: Any, obj: models.Model, field: str) -> str:
    """Where `user` asks to see `field` of `obj`; "" without the right, or when there is nothing to see."""
    if not is_revealable(type(obj), field) or not getattr(obj, field) or not may_reveal(user, obj):
        return ""
    return reverse("vault:reveal", args=_place(obj, field))


def sealed_value(user: Any, obj: models.Model, field: str) -> dict[str, Any]:
    """What templates/desk/vault/value.html needs to show `field` of `obj` masked, with a way to reveal it."""
    return {
        "label": obj._meta.get_field(field).verbose_name,  # type: ignore[union-attr]  # concrete fields have one
        "masked": masked(obj, field),
        "reveal_url": reveal_url(user, obj, field),
        "masked_url": reverse("vault:masked", args=_place(obj, field)),
    }


def _place(obj: models.Model, field: str) -> tuple[str, str, str, str]:
    return obj._meta.app_label, str(obj._meta.model_name), str(obj.pk), field
