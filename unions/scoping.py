"""Scope over the tree of unions: one rule in Python, the same rule in PostgreSQL.

A scoped model says where its union stands: `union_path = "union"` (or `""` for the union itself, or
`"employer__union"`). From it come `visible_to(user)` for lists, forms, searches and exports, the refusal to query
without a scope, and the row-level security that holds even when somebody forgets both.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self, cast

import pgtrigger
from django.db import models
from django.db.migrations.operations.special import RunSQL
from django.db.models.sql import Query

from desk.vault import scope

PATH_DELIMITER = "."


def in_branches(branches: tuple[str, ...], path: str) -> models.Q:
    """Rows whose union's path, reached by the lookup `path`, lies in one of `branches`; nothing for no branches."""
    if scope.EVERYTHING in branches:
        return models.Q()
    condition = models.Q(pk__in=())
    for branch in branches:
        condition |= models.Q(**{f"{path}__startswith": branch})
    return condition


def _is_whole_tree(branches: tuple[str, ...]) -> bool:
    """Whether `branches`, which are the scope in force, reach from the root: every union of the county lies below it.

    Asked all the same, each row would be joined with its union to learn that it has one (half the time of a count).
    """
    in_force = scope.current()
    return in_force is not None and in_force.branches == branches and any(map(_is_root, branches))


def _is_root(path: str) -> bool:
    return path.count(PATH_DELIMITER) == 1


class ScopedQuery(Query):
    """A query that will not run while nobody has said whose rows it may see."""

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        scope.require()
        return super().get_compiler(*args, **kwargs)


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a union."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or (ScopedQuery(model) if model else None), using, hints)

    # Django turns the query into one of another class to update and to delete, so these ask for themselves.
    def update(self, **kwargs: Any) -> int:
        scope.require()
        return super().update(**kwargs)

    def _update(self, values: Any) -> int:
        scope.require()
        return super()._update(values)  # type: ignore[misc]  # what save() calls

    def _raw_delete(self, using: Any) -> int:
        scope.require()
        return super()._raw_delete(using)  # what delete() calls

    def visible_to(self, user: scope.Actor) -> Self:
        """The rows of the branches `user` is appointed to; none without an appointment."""
        branches = user.scope()
        return self.all() if _is_whole_tree(branches) else self.filter(in_branches(branches, self.path_lookup()))

    def within(self, union: Any) -> Self:
        """The rows of `union` and of every union below it, by today's tree."""
        return self.filter(**{f"{self.path_lookup()}__startswith": union.path})

    @classmethod
    def path_lookup_of(cls, model: Any) -> str:
        """The lookup from `model` to its union's path: "path" or "union__path"."""
        return "__".join(filter(None, [model.union_path, "path"]))

    def path_lookup(self) -> str:
        """The lookup from this queryset's model to its union's path."""
        return self.path_lookup_of(self.model)


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class Scoped(models.Model):
    """A model whose rows belong to a union. Its `objects` come from a ScopedQuerySet, its base manager is the same."""

    union_path: ClassVar[str] = "union"
    # Foreign keys that may point to a row of another union, each with the reason; all others have a SameUnion trigger.
    may_cross: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True

    def owner_path(self) -> str:
        """The path of the union this row belongs to."""
        value: Any = self
        for step in filter(None, self.union_path.split("__")):
            value = getattr(value, step)
        return cast("str", value.path)

    def owner_paths(self) -> tuple[str, ...]:
        """Where a right for this row may be held: at its union. A row of two unions says both."""
        return (self.owner_path(),)


class FiledQuerySet(ScopedQuerySet):
    """Rows that lie in the file of another row, such as the entries of a case: they are seen where that row is."""

    def visible_to(self, user: scope.Actor) -> Self:
        """The rows in the files that `user` sees."""
        return self._in_files(self._owners().visible_to(user))

    def within(self, union: Any) -> Self:
        """The rows in the files of `union` and of every union below it, by today's tree."""
        return self._in_files(self._owners().within(union))

    def _owners(self) -> Any:
        return self.model._meta.get_field(self.model.filed_under()).related_model._default_manager

    def _in_files(self, owners: Any) -> Self:
        # Never by a join: the owner may be a row of two unions, of which one lies outside the scope.
        return self.filter(**{f"{self.model.filed_under()}__in": owners.order_by().values("pk")})


class Filed(Scoped):
    """A model whose rows lie in the file of another row and are guarded by `guard_by`: the entries of a case."""

    union_path = "case__union"
    objects = models.Manager.from_queryset(FiledQuerySet)()

    class Meta:
        abstract = True

    @classmethod
    def filed_under(cls) -> str:
        """The foreign key to the row in whose file this one lies."""
        return cls.union_path.split("__")[0]

    def owner_path(self) -> str:
        """The path of the union the file belongs to."""
        return cast("str", getattr(self, self.filed_under()).owner_path())

    def owner_paths(self) -> tuple[str, ...]:
        """Where a right for this row may be held: where one for the file may be."""
        return cast("tuple[str, ...]", getattr(self, self.filed_under()).owner_paths())


# --- the same rule in the database ------------------------------------------------------------------------------------

# Each stands in a sub-select of its own, so that PostgreSQL works it out once for a query and not once for a row. None of
# them looks at a row: one that does would keep every plan of a guarded table to a single process.
_SETTING = f"current_setting('{scope.SETTING}', true)"
_BRANCHES = f"(SELECT array_remove(string_to_array({_SETTING}, ' '), ''))::text[]"
# There is one root (UnionOrg's constraint), so a branch that begins there needs no look at where each row's union stands.
_WHOLE_TREE = f"""(SELECT {_SETTING} = '{scope.EVERYTHING}' OR EXISTS (
    SELECT 1 FROM unions_unionorg WHERE parent_id IS NULL AND path = ANY ({_BRANCHES})
))"""  # nosec B608  # our own names
_ABOVE = f"""(
    SELECT array_agg(array_to_string(steps[:depth::int], '.') || '.')
    FROM unnest({_BRANCHES}) AS branch,
        string_to_array(rtrim(branch, '.'), '.') AS steps,
        unnest(steps) WITH ORDINALITY AS step(id, depth)
)::text[]"""  # nosec B608  # our own names


def _rls(table: str, *, read: str, write: str) -> tuple[str, str]:
    forwards = f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY scope_read ON {table} FOR SELECT USING ({read});
        CREATE POLICY scope_add ON {table} FOR INSERT WITH CHECK ({write});
        CREATE POLICY scope_change ON {table} FOR UPDATE USING ({read}) WITH CHECK ({write});
        CREATE POLICY scope_remove ON {table} FOR DELETE USING ({write});
    """
    backwards = "".join(
        f"DROP POLICY {policy} ON {table};" for policy in ("scope_read", "scope_add", "scope_change", "scope_remove")
    )
    return (
        forwards,
        f"{backwards} ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def _owned(union_columns: tuple[str, ...]) -> str:
    branch = f"(SELECT id FROM unions_unionorg WHERE path ^@ ANY ({_BRANCHES}))"  # nosec B608  # our own names
    return " OR ".join([_WHOLE_TREE, *(f"{column} IN {branch}" for column in union_columns)])


def guard_rows(table: str, *union_columns: str) -> RunSQL:
    """A migration operation: rows of `table` exist only within the scope of the transaction, for its owner too.

    `union_columns`: where its unions stand, "union_id" when not said; a row of two unions is open to both.
    """
    condition = _owned(union_columns or ("union_id",))
    return RunSQL(*_rls(table, read=condition, write=condition))


def guard_additions(table: str, *union_columns: str) -> RunSQL:
    """A migration operation, after guard_rows: the same rule, asked by a function of rows that are added.

    For a table that visitors fill, a row at a time and for everybody: PostgreSQL makes the sub-selects of a policy ready for
    each statement, though it never comes to them, and that took a tenth of an INSERT.
    """
    unions, function = ", ".join(union_columns), f"{table}_in_scope"
    rule = f"{_SETTING} = '{scope.EVERYTHING}' OR {function}(ARRAY[{unions}])"
    return RunSQL(
        f"""
        CREATE FUNCTION {function}(unions bigint[]) RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT EXISTS (SELECT 1 FROM unions_unionorg WHERE id = ANY (unions) AND path ^@ ANY ({_BRANCHES}))
        $$;
        ALTER POLICY scope_add ON {table} WITH CHECK ({rule});
        """,  # nosec B608  # our own names
        f"ALTER POLICY scope_add ON {table} WITH CHECK ({_owned(union_columns)}); DROP FUNCTION {function};",
    )


def guard_history(table: str, *union_columns: str) -> RunSQL:
    """A migration operation for a history table: read within the scope, written by the trigger of any change."""
    return RunSQL(*_rls(table, read=_owned(union_columns or ("union_id",)), write="true"))


def guard_by(table: str, parent_table: str, column: str = "case_id") -> RunSQL:
    """A migration operation: rows of `table` exist where the row of `parent_table` they point to does.

    The parent's own policies hold within this one's sub-select, for PostgreSQL runs it as whoever asks.
    """
    # EXISTS and not IN: the planner then looks up the few parents of a few rows, and hashes them all for many.
    parent = f"EXISTS (SELECT 1 FROM {parent_table} AS parent WHERE parent.id = {table}.{column})"  # nosec B608  # our own names
    condition = f"{_WHOLE_TREE} OR {parent}"
    return RunSQL(*_rls(table, read=condition, write=condition))


def guard_tree(table: str) -> RunSQL:
    """A migration operation for the table of unions: the branch is open, and the unions above it can be named."""
    write = f"(SELECT {_SETTING}) = '{scope.EVERYTHING}' OR path ^@ ANY ({_BRANCHES})"
    return RunSQL(*_rls(table, read=f"{write} OR path = ANY ({_ABOVE})", write=write))


class SameUnion(pgtrigger.Trigger):
    """A foreign key may not point into another union.

    PostgreSQL checks foreign keys past row-level security, so a forged id of an invisible row would be accepted
    (promises.md D6, trap 18). `SameUnion("term")` refuses a row whose `term` belongs to another union. It looks when the
    key or the union is written, so that a row of the past may be corrected after what it points to has moved on.
    """

    when = pgtrigger.Before

    def __init__(self, reference: str, *, added: bool = True, **kwargs: Any) -> None:
        self.reference = reference
        changed = pgtrigger.UpdateOf("union_id", f"{reference}_id")
        operation = pgtrigger.Insert | changed if added else changed
        if not added:  # saving a row writes all its columns, also those that stay as they are
            kwargs.setdefault("condition", pgtrigger.AnyChange("union", reference))
        super().__init__(name=f"same_union_{reference}", operation=operation, **kwargs)

    def get_func(self, model: Any) -> str:
        field = model._meta.get_field(self.reference)
        table = field.related_model._meta.db_table
        return f"""
            IF NEW.{field.column} IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM {table} WHERE id = NEW.{field.column} AND union_id = NEW.union_id
            ) THEN
                RAISE EXCEPTION '{model._meta.db_table}.{field.column} points into another union'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """  # nosec B608  # our own names


class SameUnionAdded(pgtrigger.Trigger):
    """What SameUnion asks, asked once for all rows of an INSERT: a roster of a hundred thousand rows comes in one."""

    when = pgtrigger.After
    level = pgtrigger.Statement
    referencing = pgtrigger.Referencing(new="added")

    def __init__(self, reference: str, **kwargs: Any) -> None:
        self.reference = reference
        kwargs.setdefault("declare", [("is_elsewhere", "boolean")])
        super().__init__(name=f"same_union_{reference}_added", operation=pgtrigger.Insert, **kwargs)

    def get_func(self, model: Any) -> str:
        field = model._meta.get_field(self.reference)
        table = field.related_model._meta.db_table
        # One form that names nobody is all there is to most statements; what is below is planned for each of them.
        none = f"""
            IF NOT EXISTS (SELECT 1 FROM added WHERE added.{field.column} IS NOT NULL) THEN
                RETURN NULL;
            END IF;"""  # nosec B608  # our own names
        return f"""{none if field.null else ""}
            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an
            -- import. EXECUTE, because a plan that was made while the table was small would be kept.
            EXECUTE 'SELECT EXISTS (
                SELECT 1 FROM added WHERE added.{field.column} IS NOT NULL AND added.union_id IS DISTINCT FROM (
                    SELECT there.union_id FROM {table} there WHERE there.id = added.{field.column}
                )
            )' INTO is_elsewhere;
            IF is_elsewhere THEN
                RAISE EXCEPTION '{model._meta.db_table}.{field.column} points into another union'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        """  # nosec B608  # our own names


def same_union(*references: str) -> tuple[pgtrigger.Trigger, ...]:
    """The triggers of a table that is filled by the thousand: SameUnion for changes, SameUnionAdded for what is new."""
    return tuple(
        trigger
        for reference in references
        for trigger in (SameUnion(reference, added=False), SameUnionAdded(reference))
    )


class PathFollowsParent(pgtrigger.Trigger):
    """A union's path is its parent's path and its own id: for the row itself and for the rows below it.

    Scope is read from paths, so a path that lies would open another branch. It looks when the statement is done, so one
    UPDATE can carry a whole branch to its new place. Rows it cannot see fail it: a forged parent is refused too.
    """

    when = pgtrigger.After

    def __init__(self, **kwargs: Any) -> None:
        operation = pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "path")
        super().__init__(name="path_follows_parent", operation=operation, **kwargs)

    def get_func(self, model: Any) -> str:
        table = model._meta.db_table
        return f"""
            IF NEW.path <> COALESCE((SELECT path FROM {table} WHERE id = NEW.parent_id), '') || NEW.id || '.'
                OR EXISTS (SELECT 1 FROM {table} WHERE parent_id = NEW.id AND path <> NEW.path || id || '.')
            THEN
                RAISE EXCEPTION '{table}.path does not follow the parent'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        """  # nosec B608  # our own names
