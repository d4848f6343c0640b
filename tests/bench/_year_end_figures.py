"""Every figure of every union for a year, against hand-written SQL and against one ORM query per figure and township.

In a process of its own, as the application's role, so that row-level security counts for all three. The figure whose
heads count once at each level (M07) is measured apart: in plain SQL it takes a count of distinct people for each union.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from jianzhi.launcher.benchmarks import Portal
from jianzhi.launcher.paths import ROOT, VENV_PYTHON

YEAR = 2014
OF_SQL, TIMES_ORM, DASHBOARD_MS = 1.3, 20, 50
REPEATS = 5
_ABOVE = """
    WITH RECURSIVE stood AS (
        SELECT DISTINCT ON (union_id) union_id, parent_id FROM unions_standing
        ORDER BY union_id, lower(held) <= '2014-12-31' DESC, abs(lower(held) - date '2014-12-31')
    ), above AS (
        SELECT union_id, union_id AS head, parent_id FROM stood
        UNION ALL
        SELECT above.union_id, stood.union_id, stood.parent_id FROM above JOIN stood ON stood.union_id = above.parent_id
    ), own AS ({own})
    SELECT head, {sums} FROM own JOIN above USING (union_id) GROUP BY head
"""
_IN_2014 = "submitted_at >= '2014-01-01 00:00+08' AND submitted_at < '2015-01-01 00:00+08'"
_DONE = "implement_to BETWEEN '2014-01-01' AND '2014-12-31' AND verified_benefit IS NOT NULL"
_ADOPTED = "(state IN ('adopted', 'implementing', 'verified', 'rewarded') OR state = 'archived' AND verified_benefit IS NOT NULL)"
_BEGAN = "lower(held) BETWEEN '2014-01-01' AND '2014-12-31'"
_BASE = "org_type IN ('grassroots', 'village_union')"
_LEFT = "upper(held) BETWEEN '2014-01-02' AND '2015-01-01' AND ended IN ('withdrawn', 'expelled', 'deceased')"
_STANDS = "founded_on <= '2014-12-31' AND (closed_on IS NULL OR closed_on > '2014-12-31')"
_LAST_DAY = "held @> date '2014-12-31'"
_CATEGORIES = ("suggestion", "innovation", "invention", "modification", "design")
# One statement for each table: where the rows come from, the union, and what is counted.
_BY_HAND: dict[str, tuple[str, str, Sequence[str]]] = {
    "ideas": (
        "competitions_proposal",
        "union_id",
        (
            f"count(*) FILTER (WHERE {_IN_2014})",
            "count(*) FILTER (WHERE is_golden AND golden_year = 2014)",
            *(f"count(*) FILTER (WHERE {_IN_2014} AND category = '{each}')" for each in _CATEGORIES),
            f"count(*) FILTER (WHERE {_ADOPTED} AND decided_on BETWEEN '2014-01-01' AND '2014-12-31')",
            f"count(*) FILTER (WHERE {_DONE})",
            f"sum(verified_benefit) FILTER (WHERE {_DONE})",
        ),
    ),
    "awards": (
        "competitions_award JOIN competitions_proposal p ON p.id = proposal_id",
        "p.union_id",
        (
            "count(*) FILTER (WHERE awarded_on BETWEEN '2014-01-01' AND '2014-12-31')",
            "sum(amount) FILTER (WHERE awarded_on BETWEEN '2014-01-01' AND '2014-12-31')",
        ),
    ),
    "unions": (
        "unions_unionorg",
        "id",
        (
            f"count(*) FILTER (WHERE {_BASE} AND founded_on BETWEEN '2014-01-01' AND '2014-12-31')",
            f"count(*) FILTER (WHERE {_BASE} AND {_STANDS})",
            f"count(*) FILTER (WHERE {_BASE} AND closed_on BETWEEN '2014-01-01' AND '2014-12-31')",
        ),
    ),
    "coverages": ("unions_coverage", "union_id", (f"count(*) FILTER (WHERE {_LAST_DAY})",)),
    "memberships": (
        "members_membership h JOIN members_member m ON m.id = h.member_id AND NOT h.is_void",
        "h.union_id",
        (
            f"count(*) FILTER (WHERE {_BEGAN} AND began = 'joined')",
            f"count(*) FILTER (WHERE {_LAST_DAY})",
            f"count(*) FILTER (WHERE {_LAST_DAY} AND m.gender = '2')",
            f"count(*) FILTER (WHERE {_LAST_DAY} AND m.is_migrant)",
            f"count(*) FILTER (WHERE {_BEGAN} AND began = 'transferred')",
            f"count(*) FILTER (WHERE {_LEFT})",
        ),
    ),
}
_HEADS = _ABOVE.format(
    own="SELECT union_id, member_id FROM members_membership WHERE NOT is_void"
    " AND held && daterange('2014-01-01', '2015-01-01')",
    sums="count(DISTINCT member_id)",
)


def measure(portal: Portal) -> dict[str, Any]:
    """Milliseconds and ratios of the three ways, the dashboard, and the goals of speed.md."""
    environment = {**portal.environment, "DJANGO_SETTINGS_MODULE": "jianzhi.settings"}
    command = [VENV_PYTHON, "-m", "tests.bench._year_end_figures"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    of_sql = round(found["ours_ms"] / found["sql_ms"], 2)
    of_orm = round(found["orm_ms"] / found["ours_ms"], 1)
    return {
        **found,
        "ours_of_sql": of_sql,
        "orm_of_ours": of_orm,
        "goals": {
            f"at most {OF_SQL} x hand-written SQL": of_sql <= OF_SQL,
            f"at least {TIMES_ORM} x one query per figure and township": of_orm >= TIMES_ORM,
            f"dashboard warm at most {DASHBOARD_MS} ms": found["dashboard_ms"] <= DASHBOARD_MS,
        },
    }


def _timed(work: Callable[[], Any], times: int = REPEATS) -> float:
    """The median of the milliseconds that `work` takes, the first time left out."""
    work()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(taken), 1)


def _in_turn(one: Callable[[], Any], other: Callable[[], Any], times: int = REPEATS) -> tuple[float, float]:
    """The medians of the milliseconds that each takes, one after the other, so that a busy machine is busy for both."""
    taken = [(_timed(one, 1), _timed(other, 1)) for _ in range(times)]
    return statistics.median(first for first, _ in taken), statistics.median(second for _, second in taken)


# --- in a process of its own ------------------------------------------------------------------------------------------
def _main() -> None:
    from desk.registers.indicators import Span
    from desk.vault.scope import everything
    from jianzhi.year_end.catalogue import indicators

    span = Span(date(YEAR, 1, 1), date(YEAR, 12, 31))
    computed = [indicator for indicator in indicators(YEAR) if indicator.source is not None]
    additive = [indicator for indicator in computed if not indicator.key]
    distinct = [indicator for indicator in computed if indicator.key]
    with everything("benchmark"):
        ours, by_hand = _in_turn(lambda: _ours(additive, span), _by_hand)
        found = {
            "figures": len(additive),
            "ours_ms": ours,
            "sql_ms": by_hand,
            "distinct": {"ours_ms": _timed(lambda: _ours(distinct, span), 1), "sql_ms": _timed(_heads_by_hand, 1)},
            "two_years_ms": _timed(lambda: _ours(computed, span, span.year_before()), 1),
        }
        _check(additive, span)
        begun = time.perf_counter()
        found["townships"] = _one_by_one(additive, span)
        found["orm_ms"] = round((time.perf_counter() - begun) * 1000, 1)
    found |= _dashboard()
    sys.stdout.write(json.dumps(found) + "\n")


def _ours(indicators: Sequence[Any], *spans: Any) -> list[dict[str, Any]]:
    """Every figure of every union."""
    from jianzhi.year_end.services.counting import added_up, count
    from jianzhi.year_end.services.tree import Standings

    standings = Standings()
    years = []
    for span, tallies in zip(spans, count(indicators, *spans), strict=True):
        nodes = standings.tree(span, {union for tally in tallies.values() for union in tally.records})
        years.append({each.code: added_up(nodes, each, tallies[each.code]) for each in indicators})
    return years


def _by_hand() -> dict[str, list[tuple[Any, ...]]]:
    """The same, by one statement for each table."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for name, (rows, union, aggregates) in _BY_HAND.items():
            counted = ", ".join(f"{text} AS n{place}" for place, text in enumerate(aggregates))
            own = f"SELECT {union} AS union_id, {counted} FROM {rows} GROUP BY 1"  # noqa: S608  # our own text
            sums = ", ".join(f"sum(n{place})" for place in range(len(aggregates)))
            cursor.execute(_ABOVE.format(own=own, sums=sums))
            found[name] = cursor.fetchall()
    return found


def _heads_by_hand() -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        return cursor.fetchall()


def _check(indicators: Sequence[Any], span: Any) -> None:
    """Both ways give the same figures for the county; else there is nothing to compare."""
    (ours,) = _ours(indicators, span)
    (head,) = (pk for pk in ours["M01"].records if ours["M01"].records[pk] == max(ours["M01"].records.values()))
    by_hand = {name: next(row[1:] for row in rows if row[0] == head) for name, rows in _by_hand().items()}
    assert [ours[code].values[head] for code in ("F01", "F55", "M01", "M02")] == [
        by_hand["ideas"][0],
        *(by_hand["memberships"][place] for place in (0, 1, 2)),
    ]


def _one_by_one(indicators: Sequence[Any], span: Any) -> int:
    """One ORM query for each figure and township, as a page is first written. Gives the number of townships."""
    from django.db.models import Q

    from unions.models import UnionOrg

    towns = list(UnionOrg.objects.filter(parent__parent=None, parent__isnull=False))
    for town in towns:
        for each in indicators:
            path = (
                f"{each.source.union.removesuffix('_id')}__path__startswith"
                if each.source.union != "id"
                else "path__startswith"
            )
            each.records(span).filter(**{path: town.path}).aggregate(n=each.measure(Q()))
    return len(towns)


def _dashboard() -> dict[str, float]:
    """The county's dashboard, from the request to the finished page: the first one, and then the warm ones."""
    from django.test import Client

    import jianzhi.wsgi  # noqa: F401  # begins as the web server does
    from desk.vault.scope import everything
    from jianzhi.year_end.models import ReportingPeriod
    from unions.models import User

    with everything("benchmark"):
        period, _ = ReportingPeriod.objects.get_or_create(
            kind="calendar_year",
            year=YEAR,
            defaults={"first": date(YEAR, 1, 1), "last": date(YEAR, 12, 31), "due_on": date(YEAR + 1, 1, 15)},
        )
    client = Client()
    client.force_login(User.objects.get(username="county_officer"), "jianzhi.sign_in.backend.PasswordBackend")

    def page() -> None:
        answer = client.get(f"/year-end/{period.pk}/figures/")
        assert answer.status_code == 200, answer.status_code

    begun = time.perf_counter()
    page()
    cold = round((time.perf_counter() - begun) * 1000, 1)
    warm = _timed(page, 20)
    begun = time.process_time()
    for _ in range(20):
        page()
    # What the server itself works at it; beside the time that passes, which on a busy machine is mostly waiting.
    processor = round((time.process_time() - begun) * 1000 / 20, 1)
    return {"dashboard_cold_ms": cold, "dashboard_ms": warm, "dashboard_processor_ms": processor}


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(_main())
