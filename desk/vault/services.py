"""Seeing what is masked, and the record of it."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from desk.vault import history
from desk.vault.access import is_revealable, may_reveal, visible
from desk.vault.choices import AccessKind
from desk.vault.ciphers import SealBroken
from desk.vault.models import AccessEntry

SHORTEST_REASON = 4
NO_RIGHT = "您没有查看原文的权限。如工作需要，请联系安全保密管理员。"


class RevealRefused(PermissionDenied):
    """The value is not shown; the text says why, for the person who asked."""


def record_access(
    *,
    user: Any,
    kind: AccessKind,
    model: type[models.Model],
    object_id: object = "",
    field: str = "",
    reason: str = "",
    rows: int = 1,
) -> AccessEntry:
    """Adds a line to the access log, with the address and request of the act that is going on.

    `object_id`: the row it is about, empty for a search or an export of many (`rows`). Never pass a value looked for.
    """
    known = history.current()
    return AccessEntry.objects.create(
        user=user,
        kind=kind,
        model=model._meta.label_lower,
        object_id=str(object_id),
        field=field,
        reason=reason.strip(),
        rows=rows,
        address=known.get("address"),
        request_id=known.get("request", ""),
    )


@transaction.atomic
def reveal(*, user: Any, obj: models.Model, field: str, reason: str) -> str:
    """The value of `field` of `obj` in full, for `user`, on the record in the same transaction.

    Raises ObjectDoesNotExist when the row lies outside the person's branches, RevealRefused without the right
    or above the day's number (settings.VAULT_REVEALS_PER_DAY, promises.md F6), and ValidationError for a reason of
    less than four characters. The caller records a refusal (`record_access`), because it outlives the rollback.
    """
    model = type(obj)
    if not is_revealable(model, field) or not visible(model, user).filter(pk=obj.pk).exists():
        raise ObjectDoesNotExist
    if not may_reveal(user, obj):
        raise RevealRefused(NO_RIGHT)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": f"请写明查看理由，至少 {SHORTEST_REASON} 个字。"})
    # Two requests of one person count one after the other.
    get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)
    limit = settings.VAULT_REVEALS_PER_DAY
    if AccessEntry.objects.revealed_by(user, timezone.localdate()).count() >= limit:
        raise RevealRefused(f"今天查看原文已达 {limit} 次，这次没有显示。请明天再看，或请安全保密管理员协助。")
    try:
        value = str(getattr(obj, field))
    except SealBroken as broken:
        raise RevealRefused("这项内容无法解密，没有显示。请联系系统管理员核对密钥与数据。") from broken
    record_access(user=user, kind=AccessKind.REVEAL, model=model, object_id=obj.pk, field=field, reason=reason)
    return value
