"""The small county, built once and laid out again for each test: to build it costs a tenth of a second and more.

Its rows are kept beside the portal's tables, in a schema of their own. A function of the superuser's copies them back into
whatever transaction the test has, and fires no trigger: what the triggers wrote when the county was built, such as its
history, is among the rows.
"""

import pickle
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from tests.county import County

SCHEMA = "kept_county"
LAY_OUT = f"SELECT {SCHEMA}.lay_out()"
COLUMNS = (
    "SELECT column_name FROM information_schema.columns"
    " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
)


class KeptCounty:
    """The county whose committed rows stand in `tables`, and nothing else does."""

    def __init__(self, superuser: psycopg.Connection[Any], county: County, tables: list[str]) -> None:
        self._pickled = pickle.dumps(county)
        superuser.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        steps = sql.SQL("").join([_keep(superuser, table) for table in tables])
        # Without the triggers, and so without the foreign keys' own: the rows held together when they were kept.
        superuser.execute(
            sql.SQL(
                "CREATE FUNCTION {}.lay_out() RETURNS void LANGUAGE plpgsql"
                " SECURITY DEFINER SET session_replication_role = replica AS {}"
            ).format(sql.Identifier(SCHEMA), sql.Literal(f"BEGIN {steps.as_string(superuser)} END"))
        )
        superuser.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO PUBLIC").format(sql.Identifier(SCHEMA)))

    def lay_out(self) -> County:
        """Its rows, in the transaction of the test or committed, and its objects, which are the test's own."""
        with connection.cursor() as cursor:
            cursor.execute(LAY_OUT)
        county: County = pickle.loads(self._pickled)  # noqa: S301  # our own, of this very process
        return county


def _keep(superuser: psycopg.Connection[Any], table: str) -> sql.Composed:
    """Copy the rows of `table` into the schema; give the statement that copies them back."""
    place, kept = sql.Identifier("public", table), sql.Identifier(SCHEMA, table)
    superuser.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(kept, place))
    columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in superuser.execute(COLUMNS, [table]))
    return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {};").format(place, columns, columns, kept)
