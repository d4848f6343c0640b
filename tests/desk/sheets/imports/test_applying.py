"""Writing: what the preview showed, all of it or nothing."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection

from desk.sheets.choices import ImportState
from desk.sheets.imports import applying, services
from desk.sheets.imports.applying import CHANGED, CONFLICT
from desk.sheets.imports.copying import CopyWriter
from desk.sheets.models import Footprint, ImportRun
from desk.vault.scope import acting_as, everything
from members.models import Member, Membership
from tests.county import County, add_member
from tests.desk.sheets.imports.rosters import HEAD, applied, brought_in, identity, previewed, row
from unions.models import User

pytestmark = pytest.mark.django_db


def imported() -> dict[str, Member]:
    """The members with an identity number of the rosters made here, by name."""
    with everything("test"):
        return {m.name: m for m in Member.objects.filter(birthday=date(1985, 6, 1))}


class TestWhatIsWrittenIsWhatWasShown:
    def test_a_row_changed_since_the_preview_stops_the_writing_and_makes_a_new_preview(
        self, base_officer: User
    ) -> None:
        brought_in(base_officer, [row(1, "张三")])
        run = previewed(base_officer, [row(1, "张珊"), row(3, "李四")])
        before = run.digest
        with everything("somebody else"):
            Member.objects.filter(id_index=identity(1)).update(position="钳工", version=2)
        run = applied(base_officer, run)
        assert (run.state, run.message) == (ImportState.PREVIEWED, CHANGED)
        assert (run.created, run.updated, run.applied_at) == (1, 1, None)
        assert set(imported()) == {"张三"}
        assert run.digest != before
        run = applied(base_officer, run)
        assert run.state == ImportState.APPLIED
        assert {name: m.position for name, m in imported().items()} == {"张珊": "钳工", "李四": ""}

    def test_a_row_that_came_since_the_preview_is_no_second_file(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(1, "张三")])
        brought_in(base_officer, [row(1, "张三", 农民工="是")])
        run = applied(base_officer, run)
        assert (run.state, run.created, run.updated) == (ImportState.PREVIEWED, 0, 1)
        assert imported()["张三"].is_migrant is True

    def test_a_union_that_was_closed_since_the_preview_is_seen(self, county: County, county_officer: User) -> None:
        head = (*HEAD, "所属工会")
        run = previewed(county_officer, [[*row(1), county.plant.name]], head)
        assert run.created == 1
        with everything("closing"):
            type(county.plant).objects.filter(pk=county.plant.pk).update(status="dissolved", closed_on=date(2014, 9, 1))
        run = applied(county_officer, run)
        assert (run.state, run.created, run.rejected) == (ImportState.PREVIEWED, 0, 1)
        assert imported() == {}


class TestRaces:
    """Somebody adds the same identity number between our look and our writing."""

    @staticmethod
    def rival(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
        write = CopyWriter.write

        def after_the_other(self: Any, *args: Any) -> None:
            with everything("the other was quicker"):
                act()
            write(self, *args)

        monkeypatch.setattr(CopyWriter, "write", after_the_other)

    def test_a_number_taken_in_between_in_another_union_ends_in_a_new_preview(
        self, county: County, base_officer: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        run = previewed(base_officer, [row(1, "张三"), row(3, "李四")])
        # The rival's row is written in our savepoint, so it goes with it; what is looked at again is the real table.
        self.rival(monkeypatch, lambda: add_member(county.quarry, "张三", identity(1)))
        run = applied(base_officer, run)
        assert (run.state, run.message) == (ImportState.REFUSED, CONFLICT)
        assert imported() == {}
        assert identity(1) not in caplog.text + run.message

    def test_the_plan_is_made_again_after_a_collision(
        self, county: County, base_officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = previewed(base_officer, [row(1, "张三"), row(3, "李四")])
        written = applying._written

        def beaten(*args: Any) -> bool:
            with everything("the other was quicker"):
                add_member(county.quarry, "张三", identity(1), birthday=date(1985, 6, 1))
            return written(*args)

        monkeypatch.setattr(applying, "_written", beaten)
        run = applied(base_officer, run)
        assert (run.state, run.message) == (ImportState.PREVIEWED, CHANGED)
        assert (run.created, run.rejected) == (1, 1)
        with everything("test"):
            assert [m.union_id for m in Member.objects.filter(id_index=identity(1))] == [county.quarry.pk]


class TestAllOrOnlyTheGood:
    def test_with_a_wrong_row_nothing_is_written_unless_somebody_says_so(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(1, "张三"), row(3, "李四", 手机="123")])
        with acting_as(base_officer), pytest.raises(ValidationError, match="有 1 行错误"):
            services.allow(actor=base_officer, run=run, only_good=False)
        assert imported() == {}
        run = applied(base_officer, run, only_good=True)
        assert (run.state, run.only_good, run.created, run.rejected) == (ImportState.APPLIED, True, 1, 1)
        assert set(imported()) == {"张三"}

    def test_the_choice_is_recorded_only_where_there_was_one(self, base_officer: User) -> None:
        assert brought_in(base_officer, [row(1)], only_good=True).only_good is False


class TestSameFileTwice:
    ROWS = [
        row(1, "张三"),
        row(3, "李四", 民族="畲", 农民工="√"),
        row(5, "王五", 手机=None, 用人单位="91330182MA2AAAA01W"),
    ]

    def test_the_second_time_all_rows_are_unchanged(self, base_officer: User) -> None:
        brought_in(base_officer, self.ROWS)
        before = {name: (m.version, m.updated_at) for name, m in imported().items()}
        run = previewed(base_officer, self.ROWS)
        assert (run.rows, run.unchanged, run.created, run.updated) == (3, 3, 0, 0)
        assert {name: (m.version, m.updated_at) for name, m in imported().items()} == before

    def test_a_blank_cell_never_overwrites(self, county: County, base_officer: User) -> None:
        brought_in(base_officer, [row(1, "张三", 民族="畲族", 农民工="是")])
        run = previewed(base_officer, [row(1, "张三", 民族=None, 农民工=" ", 手机=None, 用人单位=None)])
        assert (run.unchanged, run.updated) == (1, 0)
        brought_in(base_officer, [row(1, "张三丰", 民族=None, 农民工=None, 手机=None, 用人单位=None)])
        member = imported()["张三丰"]
        assert (member.get_nation_display(), member.is_migrant, member.phone, member.employer_id) == (
            "畲族",
            True,
            "13900000001",
            county.chemical_works.pk,
        )

    def test_a_changed_row_counts_its_version_and_keeps_what_is_computed_in_step(self, base_officer: User) -> None:
        brought_in(base_officer, [row(1, "张三"), row(3, "李四")])
        brought_in(base_officer, [row(1, "单雄信"), row(3, "李四", 民族="畲族")])
        members = imported()
        assert {name: (m.version, m.pinyin) for name, m in members.items()} == {
            "单雄信": (2, "shanxiongxin"),
            "李四": (2, "lisi"),
        }
        assert members["单雄信"].search == "单单单雄雄雄信信信\nshanxiongxin\nsxx"
        assert members["单雄信"].id_number == identity(1)


@pytest.mark.parametrize(
    "text", ["C:\\\\temp", "一\t二", "一\n二\r\n三", "\\\\N", "'; DROP TABLE members_member; --", "{}%s"]
)
def test_a_text_arrives_as_it_was_typed_whatever_is_in_it(base_officer: User, text: str) -> None:
    head = (*HEAD, "备注")
    brought_in(base_officer, [[*row(1, "张三"), text], [*row(3, "李四"), None]], head)
    assert imported()["张三"].note == text
    run = brought_in(base_officer, [[*row(1, "张珊"), text], [*row(3, "李四"), text]], head)
    assert (run.updated, {m.note for m in imported().values()}) == (2, {text})


class TestTraces:
    def test_the_history_says_who_imported_and_with_which_import(self, base_officer: User) -> None:
        brought_in(base_officer, [row(1, "张三")])
        run = brought_in(base_officer, [row(1, "张珊"), row(3, "李四")])
        with everything("test"):
            events = Member.pgh_event_model.objects.filter(pgh_context__import_run=run.pk)
            told = [(e.name, e.pgh_label, e.pgh_context["user"]) for e in events.order_by("name")]
            memberships = Membership.pgh_event_model.objects.filter(pgh_context__import_run=run.pk).count()
        assert told == [("张珊", "update", base_officer.pk), ("李四", "insert", base_officer.pk)]
        assert memberships == 1

    def test_the_footprints_name_what_was_written(self, base_officer: User) -> None:
        brought_in(base_officer, [row(1, "张三")])
        run = brought_in(base_officer, [row(1, "张珊"), row(3, "李四")])
        members = imported()
        found = {p.model: (p.created, p.updated, p.removed) for p in Footprint.objects.filter(run=run)}
        with everything("test"):
            membership = Membership.objects.get(member=members["李四"])
        assert found == {
            "members.member": ([str(members["李四"].pk)], [str(members["张珊"].pk)], []),
            "members.membership": ([str(membership.pk)], [], []),
        }

    def test_the_files_are_sealed_and_gone_when_all_is_written(
        self, base_officer: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        run = previewed(base_officer, [row(1, "司马光")])
        names = (run.upload.name, run.plan.name)
        for name in names:
            lying = default_storage.open(name).read()
            needles = ("司马光", identity(1), "PK\x03\x04", "outcomes")
            assert [needle.encode() in lying for needle in needles] == [False] * 4
        with django_capture_on_commit_callbacks(execute=True):
            run = applied(base_officer, run)
        assert (run.upload.name, run.plan.name) == ("", "")
        assert [default_storage.exists(name) for name in names] == [False, False]

    def test_neither_name_nor_file_name_nor_number_stands_in_the_record_of_the_import(self, base_officer: User) -> None:
        run = brought_in(base_officer, [row(1, "司马光")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(r)::text FROM sheets_importrun r WHERE id = %s", [run.pk])
            written = cursor.fetchone()[0]
            cursor.execute("SELECT string_agg(row_to_json(e)::text, '') FROM sheets_importrunevent e")
            written += cursor.fetchone()[0]
        assert [needle in written for needle in ("司马光", "张三的表", identity(1), "13900000001")] == [False] * 4


def test_undo_is_open_for_thirty_days(base_officer: User) -> None:
    run: ImportRun = brought_in(base_officer, [row(1)])
    assert run.applied_at is not None
    assert (run.undo_until - run.applied_at).days == 30
