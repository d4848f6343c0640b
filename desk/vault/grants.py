"""What the application's role may do in the database (promises.md G3, D5).

It may read and write ordinary tables, add to append-only ones, and read the list of migrations. It owns nothing,
so it can neither change a table nor take a trigger or a policy off.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from desk.vault import append_only

MIGRATIONS = "django_migrations"


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Gives `role` exactly its rights on every table there is, whatever it held before.

    `connection`: as the owner of the tables. To be run after every migration, because new tables come without rights.
    """
    quoted = connection.ops.quote_name(role)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        added_to = tables & set(append_only.tables())
        for statement in (
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted}",
            f"REVOKE ALL ON SCHEMA public FROM {quoted}",
            f"GRANT USAGE ON SCHEMA public TO {quoted}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
            *_grants(connection, "SELECT", tables, quoted),
            *_grants(connection, "INSERT", tables - {MIGRATIONS}, quoted),
            *_grants(connection, "UPDATE, DELETE", tables - {MIGRATIONS} - added_to, quoted),
        ):
            cursor.execute(statement)


def _grants(connection: BaseDatabaseWrapper, rights: str, tables: set[str], role: str) -> list[str]:
    names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
    return [f"GRANT {rights} ON {names} TO {role}"] if names else []
