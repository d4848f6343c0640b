"""What the database itself holds of a Procedure: no state is reached but by a declared move, written down, by a right pair of eyes."""

from typing import Any

import pgtrigger

from desk.cases.choices import EntryKind
from desk.cases.procedure import Procedure
from desk.vault import append_only

REFUSED = "USING ERRCODE = 'integrity_constraint_violation'"


def of_case(procedure: Procedure, entries: str) -> tuple[pgtrigger.Trigger, ...]:
    """The triggers of the case; `entries` is the table of its entries."""
    passages = sorted({(before, after) for _, before, after in procedure.passages() if before != after})
    return (
        pgtrigger.FSM(name="declared_passage", field="state", transitions=passages),
        WrittenDown(entries),
    )


def of_entries(procedure: Procedure) -> list[pgtrigger.Trigger]:
    """The triggers of the entries: append-only, declared moves, four eyes."""
    return [*append_only.triggers(), DeclaredMove(procedure), FourEyes(procedure)]


class WrittenDown(pgtrigger.Trigger):
    """A case changes its state only together with the entry that says so, which was written just before."""

    when = pgtrigger.Before

    def __init__(self, entries: str) -> None:
        self.entries = entries
        super().__init__(
            name="written_down", operation=pgtrigger.UpdateOf("state"), condition=pgtrigger.AnyChange("state")
        )

    def get_func(self, model: Any) -> str:
        return f"""
            IF NOT EXISTS (
                SELECT 1 FROM {self.entries} WHERE case_id = NEW.id AND case_version = NEW.version
                    AND from_state = OLD.state AND to_state = NEW.state
            ) THEN
                RAISE EXCEPTION '{model._meta.db_table}: a state is changed without an entry' {REFUSED};
            END IF;
            RETURN NEW;
        """  # nosec B608  # our own names


class DeclaredMove(pgtrigger.Trigger):
    """An entry tells of no move but a declared one, which leaves the state its case stands in."""

    when = pgtrigger.Before

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        super().__init__(name="declared_move", operation=pgtrigger.Insert)

    def get_func(self, model: Any) -> str:
        case = model._meta.get_field("case").related_model._meta.db_table
        passages = ", ".join(
            f"('{slug}', '{before}', '{after}')" for slug, before, after in sorted(self.procedure.passages())
        )
        return f"""
            IF (NEW.kind = '{EntryKind.MOVED}') <> (NEW.move <> '')
                OR (NEW.move <> '' AND (NEW.move, NEW.from_state, NEW.to_state) NOT IN ({passages}))
                OR (NEW.move <> '' AND NOT EXISTS (
                    SELECT 1 FROM {case} AS mine
                    WHERE mine.id = NEW.case_id AND mine.state = NEW.from_state AND mine.version + 1 = NEW.case_version
                ))
            THEN
                RAISE EXCEPTION '{model._meta.db_table}: no such move' {REFUSED};
            END IF;
            RETURN NEW;
        """  # nosec B608  # our own names


class FourEyes(pgtrigger.Trigger):
    """Who made the one of two moves does not make the other in the same case."""

    when = pgtrigger.Before

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        moves = [move.slug for move in procedure.moves if move.not_by]
        # Not asked of the many other entries: PostgreSQL plans the question anew each time, for it depends on the move.
        condition = pgtrigger.Q(new__actor__isnull=False, new__move__in=moves) if moves else None
        super().__init__(name="four_eyes", operation=pgtrigger.Insert, condition=condition)

    def get_func(self, model: Any) -> str:
        pairs = [f"('{move.slug}', '{other}')" for move in self.procedure.moves for other in move.not_by]
        if not pairs:
            return "RETURN NEW;"
        return f"""
            IF EXISTS (
                SELECT 1 FROM {model._meta.db_table} AS earlier
                WHERE earlier.case_id = NEW.case_id AND earlier.actor_id = NEW.actor_id
                    AND (NEW.move, earlier.move) IN ({", ".join(pairs)})
            ) THEN
                RAISE EXCEPTION '{model._meta.db_table}: two moves by one person' {REFUSED};
            END IF;
            RETURN NEW;
        """  # nosec B608  # our own names
