"""Writing in parts: the next is made while PostgreSQL writes the one before; still all of them or none."""

from threading import Event
from typing import Any

import pytest
from django.db import connection

from desk.sheets.choices import ImportState
from desk.sheets.imports import copying, loading
from desk.sheets.imports.applying import CONFLICT
from desk.sheets.models import Footprint
from desk.vault.scope import everything
from members.models import Member, Membership
from tests.county import County, add_member
from tests.desk.sheets.imports.rosters import applied, brought_in, identity, previewed, row
from unions.models import User

SERIALS = (1, 3, 5, 7, 9)
NAMES = ["赵一", "钱三", "孙五", "李七", "周九"]


def test_the_next_is_made_while_the_caller_is_busy_with_the_one_before() -> None:
    second_is_made = Event()
    results = copying.one_ahead([lambda: "first", lambda: second_is_made.set() or "second", lambda: "third"])
    assert next(results) == "first"
    assert second_is_made.wait(timeout=10)
    assert list(results) == ["second", "third"]


def test_what_fails_in_the_making_is_raised_where_it_is_asked_for() -> None:
    results = copying.one_ahead([lambda: 1, lambda: 1 // 0])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


@pytest.mark.django_db
class TestParts:
    @pytest.fixture(autouse=True)
    def two_rows_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(copying, "PART", 2)

    def test_all_rows_arrive_each_with_its_membership_and_its_history(self, base_officer: User) -> None:
        run = brought_in(base_officer, [row(s, name) for s, name in zip(SERIALS, NAMES, strict=True)])
        with everything("test"):
            members = Member.objects.filter(id_index__in=list(map(identity, SERIALS))).order_by("phone")
            assert [(m.name, m.id_number) for m in members] == list(zip(NAMES, map(identity, SERIALS), strict=True))
            assert Membership.objects.filter(member__in=members).count() == 5
            events = Member.pgh_event_model.objects.filter(pgh_context__import_run=run.pk)
            assert sorted(events.values_list("name", "pgh_label")) == sorted((name, "insert") for name in NAMES)
        assert [len(p.created) for p in Footprint.objects.filter(run=run).order_by("model")] == [5, 5]

    def test_a_number_taken_in_the_last_part_takes_back_the_parts_before(
        self, county: County, base_officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = previewed(base_officer, [row(s, name) for s, name in zip(SERIALS, NAMES, strict=True)])
        write = copying.CopyWriter.write

        def after_the_other(self: Any, *args: Any) -> None:
            with everything("the other was quicker"):
                add_member(county.quarry, "张三", identity(9))
            write(self, *args)

        monkeypatch.setattr(copying.CopyWriter, "write", after_the_other)
        run = applied(base_officer, run)
        assert (run.state, run.message) == (ImportState.REFUSED, CONFLICT)
        with everything("test"):
            assert not Member.objects.filter(name__in=NAMES).exists()


@pytest.mark.django_db
def test_no_autovacuum_takes_a_table_that_is_being_filled_for_an_empty_one() -> None:
    loading.keep_statistics([Member, Membership])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relation::regclass::text FROM pg_locks WHERE pid = pg_backend_pid()"
            " AND mode = 'ShareUpdateExclusiveLock' AND granted ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == ["members_member", "members_membership"]
