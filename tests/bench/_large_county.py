"""A large county for the benchmarks of the year end: the roster of `_million`, a membership for everybody, and ideas.

Made by PostgreSQL itself, past triggers and history: who made the rows says nothing about counting them.
"""

from typing import Any

import psycopg

# People join from 2006 to 2015; one in eighteen has left, one in twenty has come from another union.
_MEMBERSHIPS = """
    CREATE TEMP TABLE joined ON COMMIT DROP AS
        SELECT m.id AS member_id, m.union_id,
            date '2006-01-01' + (hashtextextended(m.id::text, 1) & 2147483647)::int %% 3640 AS began,
            (hashtextextended(m.id::text, 2) & 2147483647)::int AS chance
        FROM members_member m
        WHERE NOT EXISTS (SELECT 1 FROM members_membership h WHERE h.member_id = m.id);
    CREATE TEMP TABLE house ON COMMIT DROP AS
        SELECT row_number() OVER (ORDER BY id) - 1 AS at, id FROM unions_unionorg WHERE org_type = 'grassroots';
    INSERT INTO members_membership (union_id, member_id, held, is_retained, began, ended, reason, is_void)
        SELECT union_id, member_id,
            CASE WHEN chance %% 20 = 1 THEN daterange(began + 40, NULL)
                WHEN chance %% 18 = 0 THEN daterange(began, began + 30 + chance %% 1500)
                ELSE daterange(began, NULL) END,
            chance %% 40 = 3,
            CASE WHEN chance %% 20 = 1 THEN 'transferred' ELSE 'joined' END,
            CASE WHEN chance %% 20 <> 1 AND chance %% 18 = 0 THEN 'withdrawn' ELSE '' END,
            '', false
        FROM joined;
    INSERT INTO members_membership (union_id, member_id, held, is_retained, began, ended, reason, is_void)
        SELECT house.id, member_id, daterange(began - 200, began + 40), false, 'joined', 'transferred', '', false
        FROM joined JOIN house ON house.at = chance / 20 %% (SELECT count(*) FROM house)
        WHERE chance %% 20 = 1;
"""
# The demo's ideas over and over, each at another union and on another day of 2013 to 2015.
_IDEAS = """
    CREATE TEMP TABLE house ON COMMIT DROP AS
        SELECT row_number() OVER (ORDER BY id) - 1 AS at, id FROM unions_unionorg WHERE org_type = 'grassroots';
    CREATE TEMP TABLE sown ON COMMIT DROP AS
        SELECT gen_random_uuid() AS id, i.id AS model, h.id AS union_id,
            make_interval(days => (r.chance / 1300)::int %% 1000 - 500) AS shift
        FROM (SELECT n, hashint8extended(n, 3) & 2147483647 AS chance FROM generate_series(1, %(ideas)s) AS n) AS r
        JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS at, id FROM competitions_proposal
              WHERE successor_id IS NULL AND NOT is_golden) AS i
            ON i.at = r.n %% (SELECT count(*) FROM competitions_proposal WHERE successor_id IS NULL AND NOT is_golden)
        JOIN house h ON h.at = r.chance %% (SELECT count(*) FROM house);
    INSERT INTO competitions_proposal ({columns})
        SELECT {values} FROM sown JOIN competitions_proposal p ON p.id = sown.model;
    INSERT INTO competitions_award (version, created_at, updated_at, proposal_id, level, amount, certificate_no, awarded_on)
        SELECT 1, now(), now(), sown.id, a.level, a.amount, left(md5(sown.id::text), 20), a.awarded_on
        FROM sown JOIN competitions_award a ON a.proposal_id = sown.model;
"""
_SOWN = {
    "id": "sown.id",
    "union_id": "sown.union_id",
    "employer_id": "NULL",
    "code_digest": "md5(sown.id::text) || md5(sown.union_id::text)",
    "submitted_at": "p.submitted_at + sown.shift",
    "search": "p.title",  # whole texts under a GIN index take minutes, and nobody searches here
}
TABLES = ("members_member", "members_membership", "competitions_proposal", "competitions_award", "unions_unionorg")


def fill(superuser: str, *, members: int, ideas: int) -> dict[str, int]:
    """Makes the county from the demo's. Gives the number of rows of each table. Needs the portal's settings and keys."""
    import django

    django.setup()
    from tests.bench._million import million_members

    million_members(superuser, members)
    with psycopg.connect(superuser, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        with connection.transaction():
            _without_triggers(connection)
            connection.execute(_MEMBERSHIPS, {})
        with connection.transaction():
            _without_triggers(connection)
            connection.execute(_ideas(connection), {"ideas": ideas})
        connection.execute("VACUUM (ANALYZE) members_membership, competitions_proposal, competitions_award")
        return {table: _count(connection, table) for table in TABLES}


def _without_triggers(connection: psycopg.Connection[Any]) -> None:
    connection.execute("SET LOCAL session_replication_role = replica")
    connection.execute("SET LOCAL work_mem = '128MB'")


def _ideas(connection: psycopg.Connection[Any]) -> Any:
    named = connection.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = 'competitions_proposal' AND is_generated = 'NEVER'"
    ).fetchall()
    columns = [name for (name,) in named]
    return _IDEAS.format(columns=", ".join(columns), values=", ".join(_SOWN.get(name, f"p.{name}") for name in columns))


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    row: Any = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # our own tables
    return int(row[0])
