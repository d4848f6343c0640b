"""The dry run: every row is accounted for, and says what is wrong with it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.sheets.choices import ImportState, Outcome
from desk.sheets.imports import services
from desk.sheets.imports.applying import apply
from desk.sheets.imports.checking import check
from desk.sheets.models import ImportRun
from desk.vault.scope import acting_as
from members.models import Member
from members.resources import MemberResource
from tests.desk.sheets.imports.rosters import (
    HEAD,
    brought_in,
    checked,
    identity,
    nothing,
    previewed,
    row,
    told,
    workbook,
)
from unions.models import User

pytestmark = pytest.mark.django_db
BLANK: list[Any] = [None] * len(HEAD)


def counts(run: ImportRun) -> tuple[int, ...]:
    """Rows, and those created, updated, unchanged, rejected, skipped."""
    return (run.rows, run.created, run.updated, run.unchanged, run.rejected, run.skipped)


class TestCounts:
    def test_rows_are_created_and_updated_and_unchanged_and_rejected_and_skipped_and_nothing_else(
        self, base_officer: User
    ) -> None:
        brought_in(base_officer, [row(1), row(3)])
        run = previewed(
            base_officer, [row(1), BLANK, row(3, "李四"), row(5), row(7, 民族="火星族"), row(9), BLANK, row(11)]
        )
        assert counts(run) == (8, 3, 1, 1, 1, 2)
        assert run.state == ImportState.PREVIEWED

    @given(kinds=st.lists(st.sampled_from("cuxrs"), min_size=1, max_size=12))
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_the_counts_add_up_for_every_mix(self, base_officer: User, kinds: list[str]) -> None:
        with transaction.atomic():
            rows: list[Any] = []
            known = [row(2 * n + 1, "旧名") for n, kind in enumerate(kinds) if kind in "ux"]
            if known:
                brought_in(base_officer, known)
            for n, kind in enumerate([*kinds, "c"]):  # blank rows at the end of a file are no rows
                person = {"c": row(2 * n + 1), "u": row(2 * n + 1, "新名"), "x": row(2 * n + 1, "旧名")}
                rows.append({**person, "r": row(2 * n + 1, 手机="123"), "s": BLANK}[kind])
            found = counts(previewed(base_officer, rows))
            assert found == (len(kinds) + 1, kinds.count("c") + 1, *(kinds.count(kind) for kind in "uxrs"))
            transaction.set_rollback(True)

    def test_the_database_refuses_counts_that_do_not_add_up(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(1)])
        for column in ("rows", "created", "updated", "unchanged", "rejected", "skipped"):
            with pytest.raises(IntegrityError, match="importrun_counts_add_up"), transaction.atomic():
                ImportRun.objects.filter(pk=run.pk).update(**{column: getattr(run, column) + 1})


class TestProblems:
    def test_a_number_in_an_identifier_column_is_rejected_and_its_row_is_not_written(self, base_officer: User) -> None:
        cells: list[Any] = [330182198506010031, 3.3018219850601e17, "3.30182E+17"]
        run = previewed(base_officer, [row(1, 身份证号=cell) for cell in cells] + [row(3, 手机=13900000003)])
        assert counts(run) == (4, 0, 0, 0, 4, 0)
        found = told(run, base_officer)
        assert [(number, label) for number, label, _ in found] == [
            (2, "身份证号"),
            (3, "身份证号"),
            (4, "身份证号"),
            (5, "手机"),
        ]
        assert [("文本" in message, "33018" in message, "139" in message) for *_, message in found] == [
            (True, False, False)
        ] * 4

    def test_an_identity_number_is_accepted_however_it_is_typed_as_text(self, base_officer: User) -> None:
        right = identity(13)
        wide = "".join(chr(ord(c) + 0xFEE0) for c in identity(15).lower())
        typed = [f" {right[:6]} {right[6:14]} {right[14:]}", wide, f"{identity(17)[:9]}\u200b{identity(17)[9:]}"]
        run = brought_in(base_officer, [row(1, 身份证号=cell, 手机=None) for cell in typed])
        assert counts(run) == (3, 3, 0, 0, 0, 0)
        with acting_as(base_officer):
            assert {m.id_number for m in Member.objects.filter(id_index__in=[right, identity(15), identity(17)])} == {
                right,
                identity(15),
                identity(17),
            }

    def test_a_formula_is_rejected_with_a_message_and_never_blank(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(1, 姓名='="张"&"三"'), row(3, 手机="=1+1"), row(5)])
        assert counts(run) == (3, 1, 0, 0, 2, 0)
        assert [(n, label, "公式" in text) for n, label, text in told(run, base_officer)] == [
            (2, "姓名", True),
            (3, "手机", True),
        ]

    def test_a_required_cell_that_is_blank_is_a_problem(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(1, 姓名=None, 身份证号="  ", 入会日期=None)])
        assert told(run, base_officer) == [
            (2, "姓名", "不能为空。"),
            (2, "身份证号", "不能为空。"),
            (2, "入会日期", "不能为空。"),
        ]

    def test_all_that_is_wrong_with_a_row_is_said_at_once(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(1, 民族="火星族", 手机="123", 入会日期="1990-01-01", 农民工="也许")])
        assert [label for _, label, _ in told(run, base_officer)] == ["入会日期", "手机", "民族", "农民工"]

    def test_the_second_row_with_the_same_number_is_rejected_and_names_the_first(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(1), row(3), row(1, "李四")])
        assert counts(run) == (3, 2, 0, 0, 1, 0)
        assert told(run, base_officer) == [(4, "身份证号", "与第 2 行的身份证号重复，请只保留一行。")]

    def test_a_message_names_neither_the_number_nor_the_name(
        self, base_officer: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        right = identity(1)
        wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
        run = previewed(base_officer, [row(3, "司马光", 身份证号=cell) for cell in (wrong, right, right, f"{right}0")])
        said = str(told(run, base_officer)) + caplog.text
        assert run.rejected == 3
        assert [part in said for part in (right, wrong, right[6:14], "司马光")] == [False] * 4


class TestFiles:
    def test_a_workbook_that_cannot_be_read_ends_the_import_with_a_reason(self, base_officer: User) -> None:
        content = workbook([row(1)])
        run = checked(base_officer, content)
        ImportRun.objects.filter(pk=run.pk).update(sheet=7, state=ImportState.CHECKING)
        run.refresh_from_db()
        with acting_as(base_officer):
            check(run, MemberResource, nothing)
        run.refresh_from_db()
        assert (run.state, run.upload.name, run.plan.name) == (ImportState.REFUSED, "", "")
        assert "没有所选的工作表" in run.message


class TestPreview:
    def test_a_row_shows_what_it_changes_before_and_after(self, base_officer: User) -> None:
        brought_in(base_officer, [row(1, "张三", 农民工="否")])
        run = previewed(base_officer, [row(1, "张珊", 农民工="是", 民族="畲族"), row(3)])
        with acting_as(base_officer):
            first, second = services.preview(run=run, resource=MemberResource)
        assert (first.number, first.outcome, first.title) == (2, Outcome.UPDATED, "张珊")
        assert [(c.label, c.before, c.after) for c in first.changes] == [
            ("姓名", "张三", "张珊"),
            ("民族", "汉族", "畲族"),
            ("农民工", "否", "是"),
        ]
        assert (second.number, second.outcome) == (3, Outcome.CREATED)
        new = {c.label: c.after for c in second.changes}
        # What follows from the identity number is shown too; the number itself and the telephone are masked.
        assert (new["性别"], new["出生日期"], new["用人单位"]) == ("男", "1985-**-**", "建德市白沙化工有限公司")
        assert (new["身份证号"], new["手机"]) == (f"330182********{identity(3)[-4:]}", "139****0003")

    def test_rows_of_one_outcome_are_found_page_by_page(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(n, 手机="123" if n % 4 == 1 else None) for n in range(1, 24, 2)])

        def page(after: int) -> list[int]:
            with acting_as(base_officer):
                rows = services.preview(run=run, resource=MemberResource, only=Outcome.REJECTED, after=after, size=2)
            return [found.number for found in rows]

        assert (page(0), page(4), page(8), page(12)) == ([2, 4], [6, 8], [10, 12], [])


class TestStates:
    def test_what_is_not_allowed_is_not_written(self, base_officer: User) -> None:
        run = previewed(base_officer, [row(1)])
        with acting_as(base_officer), pytest.raises(ValidationError, match="待写入"):
            apply(run, MemberResource, nothing)

    def test_nothing_to_write_is_said(self, base_officer: User) -> None:
        brought_in(base_officer, [row(1)])
        run = previewed(base_officer, [row(1)])
        with acting_as(base_officer), pytest.raises(ValidationError, match="没有需要写入的行"):
            services.allow(actor=base_officer, run=run, only_good=False)
