"""A forgotten filter cannot leak, and a foreign key cannot point across unions (promises.md D5, D6)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, connections, models, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desk.registers.dated import span
from desk.vault import scope
from desk.vault.scope import ScopeMissing, acting_as, everything
from tests.county import County, add_employer, add_union
from unions.choices import OrgType
from unions.models import Coverage, Employer, Officer, Standing, Term, UnionOrg
from unions.scoping import Filed, SameUnion, Scoped

SCOPED: list[Any] = [m for m in apps.get_models() if issubclass(m, Scoped)]
HISTORIES: list[Any] = [m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) in SCOPED]
GUARDED = [*SCOPED, *HISTORIES]


def names(models_: list[Any]) -> list[str]:
    return [model.__name__ for model in models_]


class Branches:
    """Somebody who works for these branches."""

    def __init__(self, *paths: str) -> None:
        self.paths = paths

    def scope(self) -> tuple[str, ...]:
        return self.paths


@pytest.mark.usefixtures("county")
class TestTheDatabase:
    """The second line of defence, read from PostgreSQL's own catalogue."""

    @pytest.mark.parametrize("model", GUARDED, ids=names(GUARDED))
    def test_every_scoped_table_has_forced_row_level_security(self, model: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
                [model._meta.db_table],
            )
            assert cursor.fetchone() == (True, True)
            cursor.execute(
                "SELECT array_agg(cmd ORDER BY cmd) FROM pg_policies WHERE tablename = %s", [model._meta.db_table]
            )
            assert cursor.fetchone() == (["DELETE", "INSERT", "SELECT", "UPDATE"],)

    def test_the_applications_role_is_no_owner_and_cannot_look_past_it(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == ("jianzhi_app", False, False)
            cursor.execute(
                "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p', 'S') AND relowner = current_user::regrole"
            )
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole")
            assert cursor.fetchone() == (0,)

    @pytest.mark.parametrize("table", ["unions_unionorg", "unions_officer", "unions_officerevent"])
    @pytest.mark.parametrize("statement", ["ALTER TABLE {} DISABLE ROW LEVEL SECURITY", "DROP POLICY scope_read ON {}"])
    def test_it_cannot_take_the_policies_off(self, table: str, statement: str) -> None:
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table))

    @pytest.mark.parametrize("model", GUARDED, ids=names(GUARDED))
    def test_raw_sql_without_a_scope_finds_nothing(self, model: Any, county: County) -> None:
        with everything("test"):
            fill(model, county)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")  # noqa: S608  # a name of ours
            assert cursor.fetchone() == (0,)

    @pytest.mark.parametrize("setting", ["", " ", "  ", "0", "%", "99999999."])
    def test_a_scope_that_names_no_branch_opens_none(self, setting: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('jianzhi.scope', %s, true)", [setting])
            cursor.execute("SELECT count(*) FROM unions_employer")
            assert cursor.fetchone() == (0,)

    def test_rows_outside_the_scope_are_neither_changed_nor_removed_nor_added(self, county: County) -> None:
        with acting_as(county["town_officer"]), connection.cursor() as cursor:
            cursor.execute("UPDATE unions_employer SET headcount = 1 WHERE id = %s", [county.quarry_company.pk])
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM unions_coverage WHERE employer_id = %s", [county.quarry_company.pk])
            assert cursor.rowcount == 0
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Term.objects.create(
                    union=county.quarry, number=1, elected_on=date(2014, 1, 1), ends_on=date(2017, 1, 1)
                )
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Employer.objects.filter(pk=county.mill_company.pk).update(union=county.quarry)

    def test_unions_above_the_own_branch_can_be_named_but_not_changed(self, county: County) -> None:
        with acting_as(county["base_officer"]):
            assert set(UnionOrg.objects.all()) == {county.federation, county.xinanjiang, county.plant}
            assert set(UnionOrg.objects.visible_to(county["base_officer"])) == {county.plant}
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                UnionOrg.objects.filter(pk=county.federation.pk).update(phone="1")


@pytest.mark.django_db(transaction=True)
class TestThePooledConnection:
    def test_the_scope_of_one_request_is_gone_in_the_next(self) -> None:
        with everything("test"):
            union = add_union(None, "县总工会", OrgType.COUNTY_FEDERATION)
        before = connection.connection
        with acting_as(Branches(union.path)):
            assert UnionOrg.objects.count() == 1
        assert connection.connection is before  # the same, kept-open connection
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(current_setting('jianzhi.scope', true), ''), (SELECT count(*) FROM unions_unionorg)"
            )
            assert cursor.fetchone() == ("", 0)

    def test_nor_does_it_stay_after_a_failure(self) -> None:
        with everything("test"):
            add_union(None, "县总工会", OrgType.COUNTY_FEDERATION)
        with pytest.raises(ZeroDivisionError), everything("test"):
            raise ZeroDivisionError
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unions_unionorg")
            assert cursor.fetchone() == (0,)
        assert scope.current() is None


ASKING: dict[str, Callable[[Any], Any]] = {
    "all": lambda m: list(m.objects.all()),
    "count": lambda m: m.objects.count(),
    "exists": lambda m: m.objects.exists(),
    "get": lambda m: m.objects.get(pk=m._meta.pk.get_default() or 1),
    "values": lambda m: list(m.objects.values("pk")),
    "aggregate": lambda m: m.objects.aggregate(n=models.Count("pk")),
    "iterator": lambda m: list(m.objects.iterator()),
    "in_bulk": lambda m: m.objects.in_bulk(),
    "union": lambda m: list(m.objects.order_by().values("pk").union(m.objects.order_by().values("pk"), all=True)),
    "base manager": lambda m: list(m._base_manager.all()),
    "update": lambda m: m.objects.update(pk=models.F("pk")),
    "delete": lambda m: m.objects.all().delete(),
}


class TestPython:
    @pytest.mark.django_db
    @pytest.mark.parametrize("model", SCOPED, ids=names(SCOPED))
    @pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
    def test_a_query_without_a_scope_raises(self, model: Any, asking: Callable[[Any], Any]) -> None:
        with pytest.raises(ScopeMissing):
            asking(model)

    def test_everybody_sees_the_own_branch_and_no_other(self, county: County) -> None:
        sees = {
            "county_officer": {county.plant, county.mill, county.quarry, county.school},
            "county_leader": {county.plant, county.mill, county.quarry, county.school},
            "town_officer": {county.plant, county.mill},
            "base_officer": {county.plant},
            "other_base_officer": {county.quarry},
            "stranger": set(),
        }
        for name, unions in sees.items():
            with acting_as(county[name]):
                assert set(UnionOrg.objects.visible_to(county[name]).grassroots()) == unions, name

    def test_a_branch_in_question_is_read_by_todays_tree(self, county: County) -> None:
        with everything("test"):
            assert set(Employer.objects.within(county.xinanjiang)) == {
                county.chemical_works,
                county.mill_company,
                county.uncovered_company,
            }


# --- D6: foreign keys -------------------------------------------------------------------------------------------------
def between_scoped() -> Iterator[tuple[Any, Any]]:
    """Every foreign key from a scoped model to a scoped model, but for the one that says whose the row is."""
    for model in SCOPED:
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model in SCOPED and field.name != model.union_path.split("__")[0]:
                yield model, field


KEYS = list(between_scoped())


class TestForeignKeys:
    def test_they_are_all_known(self) -> None:
        assert {f"{model.__name__}.{field.name}" for model, field in KEYS} == {
            "Coverage.employer",
            "EnteredFigure.attachment",
            "DuplicateHint.one",
            "DuplicateHint.other",
            "Member.employer",
            "Member.merged_into",
            "Membership.member",
            "Membership.predecessor",
            "MembershipApplication.member",
            "MembershipApplication.successor",
            "Merge.gone",
            "Merge.kept",
            "Officer.term",
            "OrgChange.new_parent",
            "OrgChange.old_parent",
            "OrgChange.other",
            "Proposal.employer",
            "Proposal.handler",
            "Proposal.successor",
            "Standing.parent",
            "StatisticalReturn.receiver",
            "StatisticalReturn.successor",
            "Transfer.member",
            "Transfer.successor",
            "Transfer.to_union",
            "UnionOrg.merged_into",
            "UnionOrg.parent",
        }

    @pytest.mark.parametrize(("model", "field"), KEYS, ids=[f"{m.__name__}.{f.name}" for m, f in KEYS])
    def test_each_stays_in_its_union_or_says_why_not(self, model: Any, field: Any) -> None:
        guarded = {t.reference for m, t in pgtrigger.registered() if m is model and isinstance(t, SameUnion)}
        assert (field.name in guarded) != bool(model.may_cross.get(field.name))

    def test_a_forged_key_is_refused_by_the_database(self, county: County) -> None:
        with everything("test"):
            term = Term.objects.create(
                union=county.quarry, number=1, elected_on=date(2014, 1, 1), ends_on=date(2017, 1, 1)
            )
        for who in ("base_officer", "county_officer"):  # the row is invisible to one, and visible to the other
            with acting_as(county[who]):
                held = span(date(2014, 1, 1))
                with pytest.raises(IntegrityError, match="another union"), transaction.atomic():
                    Officer.objects.create(union=county.plant, term=term, name="甲", post="finance", held=held)
                with pytest.raises(IntegrityError, match="another union"), transaction.atomic():
                    Officer.objects.filter(union=county.plant).update(term=term)
                with pytest.raises(IntegrityError, match="another union"), transaction.atomic():
                    Coverage.objects.create(union=county.plant, employer=county.quarry_company, held=held)

    def test_a_forged_parent_is_refused_by_the_database(self, county: County) -> None:
        with acting_as(county["town_officer"]):
            with pytest.raises(IntegrityError, match="does not follow the parent"), transaction.atomic():
                UnionOrg.objects.filter(pk=county.mill.pk).update(parent=county.meicheng)
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                UnionOrg.objects.filter(pk=county.mill.pk).update(
                    parent=county.meicheng, path=f"{county.meicheng.path}{county.mill.pk}."
                )


def test_who_works_for_the_whole_county_is_not_asked_for_the_branch_of_each_row(county: County) -> None:
    def asks(who: str) -> bool:
        return "LIKE" in str(Employer.objects.visible_to(county[who]).query)

    asked = {}
    for who in ("county_officer", "town_officer", "base_officer"):
        with acting_as(county[who]):
            asked[who] = asks(who)
    assert asked == {"county_officer": False, "town_officer": True, "base_officer": True}
    with everything("no scope of a person is in force"):
        assert asks("county_officer")


def test_a_second_root_is_refused_for_whoever_sees_the_root_sees_all(county: County) -> None:
    with (
        everything("test"),
        pytest.raises(IntegrityError, match="unionorg_one_county_federation"),
        transaction.atomic(),
    ):
        add_union(None, "他县总工会", OrgType.COUNTY_FEDERATION, term_years=5)


def test_rows_may_be_counted_by_several_processes(county: County) -> None:
    """A policy that looks at each row keeps every plan to one: the figures of a year take twice as long then."""
    with acting_as(county["county_officer"]), connection.cursor() as cursor:
        # Plans for several whatever can be, however small.
        setting = "debug_parallel_query" if connection.pg_version >= 160_000 else "force_parallel_mode"  # type: ignore[attr-defined]
        cursor.execute(f"SET LOCAL {setting} = on")
        cursor.execute("EXPLAIN SELECT unit_class, count(*) FROM unions_employer GROUP BY 1")
        assert "Workers Planned" in "\n".join(line for (line,) in cursor.fetchall())


# --- any tree ---------------------------------------------------------------------------------------------------------
# Ids whose paths begin alike but for the delimiter (promises.md, trap 24).
IDS = (1, 10, 11, 100, 101, 110, 111, 1000, 2, 20, 21, 200, 210, 3, 30)
SHAPES = st.lists(st.integers(0, 14), min_size=1, max_size=len(IDS) - 1)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=SHAPES, of=st.integers(0, 14), ids=st.permutations(IDS))
@example(shape=[0, 0], of=1, ids=[3, 1, 10])
@example(shape=[0, 1, 0, 3], of=1, ids=[3, 2, 1, 20, 1000])
def test_no_scope_reaches_beyond_its_branch_in_any_tree(shape: list[int], of: int, ids: list[int]) -> None:
    with transaction.atomic():
        with everything("test"):
            unions = grow(shape, ids)
            for number, union in enumerate(unions):
                add_employer(union, f"canary {number}", f"canary{number:012d}", covered=False)
            head = unions[of % len(unions)]
            own = {union.pk for union in unions if below(union, head)}
            # Python's line of defence, alone.
            assert set(UnionOrg.objects.visible_to(Branches(head.path)).values_list("pk", flat=True)) == own
            assert set(Employer.objects.visible_to(Branches(head.path)).values_list("union_id", flat=True)) == own
            assert set(Employer.objects.within(head).values_list("union_id", flat=True)) == own
        with acting_as(Branches(head.path)), connection.cursor() as cursor:
            # PostgreSQL's, past every manager.
            for table in ("unions_employer", "unions_standing"):
                cursor.execute(f"SELECT array_agg(union_id) FROM {table}")  # noqa: S608  # a name of ours
                assert set(cursor.fetchone()[0]) == own
        transaction.set_rollback(True)


def grow(shape: list[int], ids: list[int]) -> list[UnionOrg]:
    """A tree of `len(shape) + 1` unions with `ids`; each number of `shape` says under which earlier one."""
    made: list[UnionOrg] = []
    for place in range(len(shape) + 1):
        parent = made[shape[place - 1] % place] if place else None
        union = UnionOrg.objects.create(
            pk=ids[place],
            parent=parent,
            path=f"{parent.path if parent else ''}{ids[place]}.",
            name=f"{ids[place]}",
            org_type=OrgType.REGIONAL_JOINT if place else OrgType.COUNTY_FEDERATION,
            founded_on=date(2013, 1, 1),
            region_code="330182",
        )
        Standing.objects.create(union=union, parent=parent, name=union.name, held=span(union.founded_on))
        made.append(union)
    return made


def below(union: UnionOrg | None, head: UnionOrg) -> bool:
    """Whether `union` is `head` or stands below it, by the parents and not by the paths."""
    while union is not None:
        if union.pk == head.pk:
            return True
        union = union.parent
    return False


def fill(model: Any, county: County) -> None:
    """At least one row in the table of `model`, so that there is something to hide."""
    if model._default_manager.exists():
        return
    tracked = getattr(model, "pgh_tracked_model", model)
    made = {
        "OrgChange": {"kind": "founded", "day": date(2013, 3, 1)},
        "Committee": {"kind": "audit", "held": span(date(2013, 3, 1))},
        "LegalPersonRegistration": {"legal_rep": "甲", "address": "乙"},
        "ShellFlag": {"kind": "empty_shell", "found_on": date(2014, 1, 1)},
        "Target": {"period": county.record("periods"), "code": "F10", "value": 1},
    }
    if issubclass(tracked, Filed):
        filed: dict[str, dict[str, Any]] = {
            "Award": {"level": "first", "amount": 1, "certificate_no": "甲", "awarded_on": date(2014, 1, 1)},
            "ProposalEntry": {"kind": "note", "actor": county["county_officer"], "text": "甲"},
            "ProposalFile": {"kind": "pdf", "name": "甲", "size": 1, "by": "visitor"},
            "ReturnEntry": {"kind": "note", "actor": county["county_officer"], "text": "甲"},
            "ReturnFile": {"kind": "pdf", "name": "甲", "size": 1, "by": "visitor"},
            "Review": {"reviewer": county["county_officer"], "scores": [], "total": 1},
        }
        register = "returns" if tracked.__name__.startswith("Return") else "proposals"
        own = {tracked.filed_under(): county.record(register)}
        tracked.objects.create(**own, **filed[tracked.__name__])
        return
    tracked.objects.create(union=county.plant, **made[tracked.__name__])
