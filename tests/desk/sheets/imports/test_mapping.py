"""Which column is which field."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from desk.sheets.choices import ImportState
from desk.sheets.imports import services
from desk.sheets.imports.checking import check
from desk.sheets.models import ImportRun
from desk.vault.scope import acting_as
from members.resources import MemberResource
from tests.desk.sheets.imports.rosters import HEAD, checked, identity, nothing, row, uploaded, workbook
from unions.models import User

pytestmark = pytest.mark.django_db


def guesses(user: User, run: ImportRun) -> dict[str, str]:
    with acting_as(user):
        return {c.label: c.guess for c in services.look(run=run, resource=MemberResource).columns}


def confirmed(user: User, run: ImportRun, mapping: dict[int, str]) -> ImportRun:
    with acting_as(user):
        return services.confirm(
            actor=user, run=run, resource=MemberResource, sheet=None, head_row=None, mapping=mapping
        )


def test_heads_are_known_by_name_by_other_names_and_with_marks(base_officer: User) -> None:
    heads = ("会员姓名*", "身份证 号码", "入会时间（必填）", "联系电话", "籍贯")
    run = uploaded(base_officer, workbook([row(1)[:5]], heads))
    assert list(guesses(base_officer, run).values()) == ["name", "id_number", "joined_on", "phone", ""]


def test_no_field_is_guessed_twice(base_officer: User) -> None:
    run = uploaded(base_officer, workbook([["张三", "李四"]], ("姓名", "会员姓名")))
    assert guesses(base_officer, run) == {"姓名": "name", "会员姓名": ""}


def test_what_was_said_is_remembered_for_the_branch_and_for_no_other(
    base_officer: User, other_base_officer: User
) -> None:
    heads = ("称呼", "号", "何时入会")
    content = workbook([["张三", identity(1), "2014-05-01"]], heads)
    run = confirmed(base_officer, uploaded(base_officer, content), {0: "name", 1: "id_number", 2: "joined_on"})
    with acting_as(base_officer):
        check(run, MemberResource, nothing)
    assert list(guesses(base_officer, uploaded(base_officer, content)).values()) == ["name", "id_number", "joined_on"]
    assert list(guesses(other_base_officer, uploaded(other_base_officer, content)).values()) == ["", "", ""]


def test_samples_show_of_long_numbers_the_ends_alone(base_officer: User) -> None:
    run = uploaded(base_officer, workbook([row(1)]))
    with acting_as(base_officer):
        found = services.look(run=run, resource=MemberResource)
    samples = {column.label: column.samples for column in found.columns}
    assert samples["身份证号"] == [f"330*************{identity(1)[-2:]}"]
    assert samples["姓名"] == ["张三"]
    assert (found.head_row, found.row_count, found.sheets) == (1, 1, ["Sheet1"])


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({0: "name", 1: "id_number"}, "缺少必填的列：入会日期"),
        ({0: "name", 1: "id_number", 2: "joined_on", 3: "name"}, "“姓名”对应了两列"),
        ({0: "name", 1: "id_number", 2: "joined_on", 3: "state"}, "所选的字段不存在"),
    ],
)
def test_a_mapping_that_will_not_do_is_refused(base_officer: User, mapping: dict[int, str], said: str) -> None:
    run = uploaded(base_officer, workbook([row(1)]))
    with pytest.raises(ValidationError, match=said):
        confirmed(base_officer, run, mapping)
    run.refresh_from_db()
    assert run.state == ImportState.UPLOADED


def test_a_head_below_titles_is_found_and_rows_keep_their_numbers(base_officer: User) -> None:
    rows: list[list[Any]] = [["会员名册"], [], list(HEAD), row(1), row(3, 手机="123")]
    content = workbook(rows[1:], rows[0])
    run = checked(base_officer, content)
    assert (run.head_row, run.rows, run.created, run.rejected) == (3, 2, 1, 1)
    with acting_as(base_officer):
        assert [p.row for p in services.problems(run, MemberResource)] == [5]
