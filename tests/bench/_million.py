"""A roster as large as a big county's, made by PostgreSQL itself for the benchmarks that read it.

A million people through the services would take hours and say nothing about reading. So the rows are made by one
INSERT, past triggers, row-level security and history; they are spread over the demo county's grass-roots unions, with
names as frequent as in life, their pinyin, and the search text the portal would have kept. Only the identity numbers
are made here, sealed and indexed as the portal does, so the process needs the portal's keys.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from pypinyin import lazy_pinyin
from stdnum.cn import ric

from desk.registers.searching import SURNAMES
from desk.vault.keys import keyring
from members.models import Member
from unions.choices import OrgType

# The hundred most frequent surnames, in that order, and characters of given names.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海波云飞鹏辉晓燕春雪松林峰宇欣怡佳慧"
    "婷颖琳萍莉凤淑珍荣福生祥瑞庆友良成康星光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善"
)

# Everybody is a row of a hash: `h(n, k)` is the k-th random number of person n, the same in every run.
_ROWS = """
    CREATE FUNCTION pg_temp.h(n bigint, k int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        'SELECT hashint8extended(n, k) & 9223372036854775807';

    CREATE TEMP TABLE surname ON COMMIT DROP AS
        SELECT place - 1 AS at, character, reading
        FROM unnest(%(surnames)s::text[], %(surname_readings)s::text[]) WITH ORDINALITY AS s (character, reading, place);
    CREATE TEMP TABLE given ON COMMIT DROP AS
        SELECT place - 1 AS at, character, reading
        FROM unnest(%(given)s::text[], %(given_readings)s::text[]) WITH ORDINALITY AS g (character, reading, place);
    CREATE TEMP TABLE house ON COMMIT DROP AS
        SELECT row_number() OVER (ORDER BY u.id) - 1 AS at, u.id AS union_id,
            (SELECT min(id) FROM unions_employer WHERE union_id = u.id) AS employer_id
        FROM unions_unionorg u WHERE u.org_type = %(grassroots)s AND u.closed_on IS NULL;
    CREATE TEMP TABLE identity (
        n bigint PRIMARY KEY, id uuid, birthday date, gender text, token text, digest bytea
    ) ON COMMIT DROP;
    ANALYZE surname, given, house;
"""
_INSERT = """
    INSERT INTO members_member (
        id, version, created_at, updated_at, union_id, state, name, pinyin, search, id_number, id_index, gender,
        birthday, nation, education, politics, phone, address, hukou, is_migrant, is_dispatched, is_new_form,
        employer_id, employed_from, employment, work_no, position, title, skill_grade, union_group, card_no, joined_on,
        consent_on, note
    )
    SELECT
        id, 1, now(), now(), union_id, state, name, reading,
        regexp_replace(name, '(.)', '\\1\\1\\1', 'g') || E'\n' || reading || E'\n' || initials,
        token, digest, gender, birthday, CASE WHEN h2 %% 50 = 0 THEN '22' ELSE '01' END,
        (array['1','2','2','3','3','4','6','7','9'])[1 + h3 %% 9], (array['01','03','13','13','13','12'])[1 + h4 %% 6],
        '13' || lpad((h5 %% 1000000000)::text, 9, '0'), '浙江省建德市新安江街道新安路' || h6 %% 900 + 1 || '号',
        (array['local_urban','local_rural','other_urban','other_rural'])[1 + h6 %% 4], h6 %% 4 IN (1, 3), h2 %% 17 = 0,
        h2 %% 23 = 0, employer_id, birthday + 7300, (array['contract','contract','established','part_time'])[1 + h3 %% 4],
        'G' || n, (array['操作工','质检员','叉车司机','会计','电工','客服'])[1 + h4 %% 6], '',
        (array['','','1','2','3','4'])[1 + h5 %% 6], (array['一','二','三','四','五'])[1 + h6 %% 5] || '组', '',
        birthday + 7300 + (h4 %% 4000)::int, NULL, ''
    FROM (
        SELECT p.*, house.union_id, house.employer_id,
            CASE WHEN h2 %% 40 = 0 THEN 'withdrawn' WHEN h2 %% 41 = 0 THEN 'retained' ELSE 'active' END AS state,
            s.character || a.character || coalesce(b.character, '') AS name,
            s.reading || a.reading || coalesce(b.reading, '') AS reading,
            left(s.reading, 1) || left(a.reading, 1) || coalesce(left(b.reading, 1), '') AS initials
        FROM (
            SELECT identity.*, h2, h3, h4, h5, h6
            FROM identity,
                LATERAL (SELECT pg_temp.h(n, 2) AS h2, pg_temp.h(n, 3) AS h3, pg_temp.h(n, 4) AS h4,
                    pg_temp.h(n, 5) AS h5, pg_temp.h(n, 6) AS h6) AS hashes
        ) AS p
        -- The square root of chance squared: the first surnames are far more frequent than the last.
        JOIN surname s ON s.at = floor(pow(h2 %% 10007 / 10007.0, 2) * %(surname_count)s)::int
        JOIN given a ON a.at = h3 / 7 %% %(given_count)s
        LEFT JOIN given b ON b.at = h4 / 7 %% %(given_count)s AND h6 %% 5 > 0
        JOIN house ON house.at = h5 / 11 %% (SELECT count(*) FROM house)
    ) AS person
"""
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = 'members_member'::regclass
        AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
_AT_ONCE = 250_000


def million_members(superuser: str | psycopg.Connection[Any], n: int = 1_000_000) -> int:
    """Adds `n` people to the roster of a migrated database that holds the demo county, and analyses the table.

    `superuser`: address of the database, or a connection, of a role that may switch triggers off. Gives the number of
    rows of the table. Raises ValueError for a database without grass-roots unions.
    """
    if isinstance(superuser, str):
        with psycopg.connect(superuser, autocommit=True) as connection:
            return million_members(connection, n)
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute("SET LOCAL maintenance_work_mem = '512MB'")
        superuser.execute("SET LOCAL work_mem = '64MB'")
        _fill(superuser, n)
    superuser.execute("VACUUM (ANALYZE) members_member") if superuser.autocommit else superuser.execute(
        "ANALYZE members_member"
    )
    return int(superuser.execute("SELECT count(*) FROM members_member").fetchone()[0])  # type: ignore[index]  # count has a row


def _fill(connection: psycopg.Connection[Any], n: int) -> None:
    """The rows, and the indexes anew: made at the end they take a tenth of the time."""
    cursor = psycopg.ClientCursor(connection)  # several statements at once, with parameters
    parameters = _parameters()
    cursor.execute(_ROWS, parameters)  # type: ignore[arg-type]  # our own text
    if not cursor.execute("SELECT count(*) FROM house").fetchone()[0]:  # type: ignore[index]  # count has a row
        raise ValueError("no grass-roots union: seed the demo county first")
    taken = cursor.execute("SELECT count(*) FROM members_member").fetchone()[0]  # type: ignore[index]  # a count is one row
    indexes = cursor.execute(_INDEXES).fetchall()
    for name, _ in indexes:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
    for first in range(taken + 1, taken + n + 1, _AT_ONCE):
        last = min(first + _AT_ONCE, taken + n + 1) - 1
        cursor.execute("TRUNCATE identity")
        with cursor.copy("COPY identity FROM STDIN") as copy:
            for row in _identities(first, last):
                copy.write_row(row)
        cursor.execute(_INSERT, parameters)  # type: ignore[arg-type]  # our own text
    for _, definition in indexes:
        cursor.execute(definition)


def _identities(first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """Keys as of version 7 in the order of entry, and a valid identity number for each, sealed to its row."""
    number, index, ring = Member._meta.get_field("id_number"), Member._meta.get_field("id_index"), keyring()
    for n in range(first, last + 1):
        key = UUID(int=(1_420_000_000_000 + n) << 80 | 0x7 << 76 | 0b10 << 62 | n * 2_654_435_761)
        day, place = n * 7_919 % 14_000, n // 14_000  # no day comes twice at the same place
        birthday = date(1955, 1, 1) + timedelta(days=day)
        sequence = 1 + (13 * place + 7 * day) % 999
        plain = f"33018{1 + place // 999 % 9}{birthday:%Y%m%d}{sequence:03}"
        plain += ric.calc_check_digit(plain + "0")  # it takes the whole number
        gender = "1" if sequence % 2 else "2"
        yield n, key, birthday, gender, ring.seal(plain, number.place(key)), index.derive(plain)  # type: ignore[union-attr]  # both are sealed fields


def _parameters() -> dict[str, Any]:
    surnames, given = list(dict.fromkeys(_SURNAMES)), list(dict.fromkeys(_GIVEN))
    return {
        "surnames": surnames,
        "surname_readings": [SURNAMES.get(character) or lazy_pinyin(character)[0] for character in surnames],
        "given": given,
        "given_readings": [lazy_pinyin(character)[0] for character in given],
        "surname_count": len(surnames),
        "given_count": len(given),
        "grassroots": OrgType.GRASSROOTS,
    }
