"""A new relation to a member's file cannot be forgotten."""

from django.apps import apps
from django.db import models

from members.models import DuplicateHint, Member, Membership, MembershipApplication, Merge, Transfer
from members.services.relations import STAYS, moving


def test_every_foreign_key_to_a_file_is_moved_or_stays_for_a_reason() -> None:
    pointing = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.concrete and field.is_relation and field.related_model is Member and not _is_history(model)
    }
    moved = {(relation.model, relation.field) for relation in moving()}
    assert moved | set(STAYS) == pointing
    assert moved.isdisjoint(STAYS)
    assert all(len(reason) > 20 for reason in STAYS.values())


def test_nothing_but_foreign_keys_points_to_a_file() -> None:
    others = [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields + model._meta.local_many_to_many
        if field.related_model is Member and not isinstance(field, models.ForeignKey)
    ]
    assert others == []


def test_what_moves_today() -> None:
    assert {(relation.model, relation.field) for relation in moving()} >= {
        (Membership, "member"),
        (Transfer, "member"),
        (MembershipApplication, "member"),
        (Member, "merged_into"),
    }
    assert set(STAYS) == {(DuplicateHint, "one"), (DuplicateHint, "other"), (Merge, "kept"), (Merge, "gone")}


def test_every_model_that_moves_keeps_a_history_so_that_an_undo_can_tell_what_was_changed_since() -> None:
    for relation in moving():
        assert hasattr(relation.model, "history"), relation.model


def _is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")
