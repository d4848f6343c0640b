"""Putting back: exactly what was there before, or nothing and the reasons."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from desk.sheets.choices import ImportState
from desk.sheets.imports.undoing import obstacles
from desk.sheets.models import ImportRun
from desk.vault.scope import acting_as, everything
from members.models import Member, Membership
from members.resources import MemberResource
from tests.county import County, add_transfer
from tests.desk.sheets.imports.rosters import applied, brought_in, identity, previewed, row, undone
from unions.models import User

pytestmark = pytest.mark.django_db


def checksums() -> dict[str, Any]:
    """A checksum of each table, of all columns but the row's version and the time of its last change.

    These two go on: a form that was opened while the import stood must not pass for a fresh one (promises.md C1).
    """
    found = {}
    for model in (Member, Membership):
        left_out = {"version", "updated_at"}
        columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if f.name not in left_out)
        table = model._meta.db_table
        with everything("test"), connection.cursor() as cursor:
            cursor.execute(f"SELECT md5(string_agg(r::text, '' ORDER BY id)) FROM (SELECT {columns} FROM {table}) r")  # noqa: S608  # our own names
            found[table] = cursor.fetchone()[0]
    return found


def why_not(run: ImportRun, user: User) -> list[str]:
    with acting_as(user):
        return obstacles(run, MemberResource)


def test_new_rows_go_and_changed_rows_are_as_before_to_the_last_byte(base_officer: User) -> None:
    brought_in(base_officer, [row(1, "单雄信", 民族="畲族"), row(3, "李四")])
    before = checksums()
    run = brought_in(base_officer, [row(1, "张珊", 农民工="是", 手机="13700000000"), row(3, "李四"), row(5), row(7)])
    assert checksums() != before
    run = undone(base_officer, run)
    assert checksums() == before
    assert (run.state, run.undone_by) == (ImportState.UNDONE, base_officer)
    with everything("test"):
        member = Member.objects.get(id_index=identity(1))
        assert (member.name, member.pinyin, member.version) == ("单雄信", "shanxiongxin", 3)


def random_roster(drawn: random.Random) -> list[list[Any]]:
    people = drawn.sample(range(1, 24, 2), drawn.randint(1, 8))
    return [
        row(
            person,
            drawn.choice(["张三", "李四", "单雄信", "欧阳修"]),
            民族=drawn.choice(["汉族", "畲族", None]),
            农民工=drawn.choice(["是", "否", None]),
            手机=drawn.choice([f"137{person:08}", None]),
            用人单位=drawn.choice(["建德市白沙化工有限公司", None]),
        )
        for person in people
    ]


def assert_undone_exactly(base_officer: User, seed: int) -> None:
    """A few imports on top of each other, the last of them put back."""
    drawn = random.Random(seed)
    for _ in range(drawn.randint(0, 2)):
        _bring_in(base_officer, random_roster(drawn))
    before = checksums()
    run = _bring_in(base_officer, random_roster(drawn))
    if run is not None:
        undone(base_officer, run)
    assert checksums() == before


def _bring_in(base_officer: User, rows: list[list[Any]]) -> ImportRun | None:
    """The import; None when it would change nothing."""
    run = previewed(base_officer, rows)
    return applied(base_officer, run) if run.created + run.updated else None


@pytest.mark.parametrize("seed", range(20))
def test_checksums_before_and_after_are_equal(base_officer: User, seed: int) -> None:
    assert_undone_exactly(base_officer, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(20, 220))
def test_checksums_before_and_after_are_equal_for_many_more(base_officer: User, seed: int) -> None:
    assert_undone_exactly(base_officer, seed)


class TestObstacles:
    def test_a_row_that_was_edited_since_is_named_and_nothing_is_put_back(self, base_officer: User) -> None:
        run = brought_in(base_officer, [row(1, "张三"), row(3, "李四")])
        with everything("somebody"):
            Member.objects.filter(id_index=identity(1)).update(position="钳工")
        before = checksums()
        assert why_not(run, base_officer) == ["张三：在导入后又有改动。"]
        with pytest.raises(ValidationError, match="张三：在导入后又有改动"):
            undone(base_officer, run)
        assert checksums() == before

    def test_a_later_import_of_the_same_row_is_such_an_edit(self, base_officer: User) -> None:
        first = brought_in(base_officer, [row(1, "张三")])
        second = brought_in(base_officer, [row(1, "张珊")])
        assert why_not(first, base_officer) == ["张珊：在导入后又有改动。"]
        undone(base_officer, second)
        # What was put back was touched all the same: the history shows it, and so the first stays.
        assert why_not(first, base_officer) == ["张三：在导入后又有改动。"]

    def test_a_row_something_refers_to_is_named_with_it(self, county: County, base_officer: User) -> None:
        run = brought_in(base_officer, [row(1, "张三"), row(3, "李四")])
        with everything("somebody"):
            add_transfer(Member.objects.get(id_index=identity(1)), county.mill)
        assert why_not(run, base_officer) == ["张三：已有会籍接转。"]

    def test_a_member_who_moved_out_of_sight_is_an_obstacle_too(self, county: County, base_officer: User) -> None:
        run = brought_in(base_officer, [row(1, "张三", 用人单位=None)])
        with everything("a transfer"):
            Member.objects.filter(id_index=identity(1)).update(union=county.quarry)
        assert why_not(run, base_officer) == ["张三：在导入后又有改动。"]

    def test_of_many_rows_ten_are_named(self, base_officer: User) -> None:
        run = brought_in(base_officer, [row(n) for n in range(1, 27, 2)])
        with everything("somebody"):
            Member.objects.filter(id_index__in=[identity(n) for n in range(1, 27, 2)]).update(position="钳工")
        found = why_not(run, base_officer)
        assert (len(found), found[-1]) == (11, "另有 3 条会员在导入后又有改动。")

    def test_after_thirty_days_it_is_too_late(self, base_officer: User) -> None:
        run = brought_in(base_officer, [row(1)])
        ImportRun.objects.filter(pk=run.pk).update(undo_until=timezone.now() - timedelta(minutes=1))
        run.refresh_from_db()
        assert why_not(run, base_officer) == ["已超过可撤销的三十天。"]

    def test_an_import_is_put_back_once(self, base_officer: User) -> None:
        run = undone(base_officer, brought_in(base_officer, [row(1)]))
        with pytest.raises(ValidationError, match="已经撤销"):
            undone(base_officer, run)
