"""Unions come in by a sheet: founded under their parents, kept up to date, never renamed, moved, merged or dissolved."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.sheets.choices import ImportState
from desk.sheets.imports import undoing
from desk.sheets.models import ImportRun
from desk.vault.scope import acting_as, everything
from tests.county import County, add_base
from tests.desk.registers.conftest import hidden
from tests.desk.registers.imports.steps import act, run_jobs
from tests.desk.sheets.imports.rosters import applied, checked, told, undone, workbook
from unions.models import OrgChange, Standing, UnionOrg, User
from unions.resources import UnionResource
from unions.services import tree

pytestmark = pytest.mark.django_db

TOWN, PLANT = "建德市新安江街道总工会", "建德市白沙化工有限公司工会"
NEW = "建德市江滨五金厂工会"
HEAD = ("上级工会", "工会名称", "组织类型", "成立日期", "职工人数", "会员人数", "批复文号")


def line(name: str = NEW, parent: str = TOWN, **cells: Any) -> list[Any]:
    """A row for a new union, or for the known one of that name."""
    values = {
        "上级工会": parent,
        "工会名称": name,
        "组织类型": "基层工会",
        "成立日期": date(2014, 5, 20),
        "职工人数": 40,
        "会员人数": 38,
        "批复文号": "新总工〔2014〕7号",
        **cells,
    }
    return [values[head] for head in HEAD]


def known(**cells: Any) -> list[Any]:
    """A row for the plant's union, with its own numbers."""
    own = {"成立日期": date(2013, 3, 1), "职工人数": 320, "会员人数": 300, "批复文号": None}
    return line(PLANT, **{**own, **cells})


def previewed(user: User, *rows: Sequence[Any]) -> ImportRun:
    return checked(user, workbook(rows, HEAD), UnionResource, "unions")


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.rejected


def tables() -> list[list[tuple[Any, ...]]]:
    """All that an import of unions writes."""
    with everything("test"):
        return [list(model.objects.order_by("pk").values_list("pk", *fields)) for model, fields in WRITTEN.items()]


WRITTEN: dict[Any, tuple[str, ...]] = {
    UnionOrg: ("name", "parent", "path", "status", "worker_count", "approval_doc_no", "search"),
    Standing: ("union", "name", "parent", "held"),
    OrgChange: ("union", "kind", "day", "new_name"),
}


def test_a_new_union_is_founded_as_on_its_page_and_a_known_one_is_kept_up_to_date(
    county: County, town_officer: User
) -> None:
    run = applied(town_officer, previewed(town_officer, line(), known(职工人数=330)), resource=UnionResource)

    assert (run.state, counts(run)) == (ImportState.APPLIED, (1, 1, 0, 0))
    with everything("test"):
        union = UnionOrg.objects.get(name=NEW)
        assert (union.parent, union.path) == (county.xinanjiang, f"{county.xinanjiang.path}{union.pk}.")
        assert (union.grassroots_form, union.region_code, union.approved_by) == ("single", "330182001", TOWN)
        assert (union.founded_on, union.worker_count, union.member_count) == (date(2014, 5, 20), 40, 38)
        assert [(s.name, s.parent, s.first_day) for s in union.standings.all()] == [
            (NEW, county.xinanjiang, date(2014, 5, 20))
        ]
        change = union.changes.get()
        assert (change.kind, change.doc_no, change.recorded_by) == ("founded", "新总工〔2014〕7号", town_officer)
        assert UnionOrg.objects.get(pk=county.plant.pk).worker_count == 330


def test_the_same_file_twice_changes_nothing(county: County, town_officer: User) -> None:
    rows = [line(), known()]
    applied(town_officer, previewed(town_officer, *rows), resource=UnionResource)

    assert counts(previewed(town_officer, *rows)) == (0, 0, 2, 0)


def test_two_unions_of_one_name_under_two_parents_are_two(county: County, county_officer: User) -> None:
    rows = [line("机关工会"), line("机关工会", "建德市梅城镇总工会")]
    applied(county_officer, previewed(county_officer, *rows), resource=UnionResource)

    again = previewed(county_officer, line("机关工会", 职工人数=50), line("机关工会", "建德市梅城镇总工会"))

    assert counts(again) == (0, 1, 1, 0)
    applied(county_officer, again, resource=UnionResource)
    with everything("test"):
        found = UnionOrg.objects.filter(name="机关工会").order_by("parent")
        assert [(union.parent.name, union.worker_count) for union in found] == [
            (TOWN, 50),
            ("建德市梅城镇总工会", 40),
        ]


def test_one_union_twice_in_the_file_is_refused(county: County, town_officer: User) -> None:
    run = previewed(town_officer, line(), line(职工人数=50))

    assert told(run, town_officer, UnionResource) == [(3, "工会名称", "与第 2 行的工会名称重复，请只保留一行。")]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (known(组织类型="区域性工会联合会"), "组织类型", "与已有资料不一致"),
        (known(成立日期=date(2013, 4, 1)), "成立日期", "与已有资料不一致"),
        (line(PLANT, "建德市总工会"), "上级工会", f"同名的工会已在“{TOWN}”之下"),
        (line(parent="建德市梅城镇总工会"), "上级工会", "您的管辖范围内没有这个名称的上级工会"),
        (line(parent=PLANT), "组织类型", "不能设在"),
        (line(组织类型="县（市）总工会"), "组织类型", "不能设在"),
        (line(成立日期=date(2199, 1, 1)), "成立日期", "日期在今天之后"),
        (line(成立日期=None), "成立日期", "不能为空"),
    ],
    ids=["another type", "another day", "moved", "out of sight", "under a base", "a second county", "ahead", "no day"],
)
def test_what_a_sheet_may_not_do_is_refused_with_its_column(
    county: County, town_officer: User, row: list[Any], column: str, said: str
) -> None:
    actor = county["county_officer"] if column == "上级工会" and "同名" in said else town_officer
    found = told(previewed(actor, row), actor, UnionResource)

    assert [(number, where) for number, where, _ in found] == [(2, column)]
    assert said in found[0][2]


def test_a_name_that_differs_in_its_brackets_is_no_second_union(county: County, town_officer: User) -> None:
    with everything("test"):
        add_base(county.xinanjiang, "建德市（新安江）茶业工会")

    run = previewed(town_officer, line("建德市(新安江)茶业工会"))

    assert [where for _, where, _ in told(run, town_officer, UnionResource)] == ["工会名称"]
    assert run.created == 0


def test_a_name_that_was_closed_is_free_again(county: County, county_officer: User) -> None:
    with acting_as(county_officer):
        gone = tree.found(
            actor=county_officer,
            parent=county.xinanjiang,
            name=NEW,
            org_type="grassroots",
            founded_on=date(2013, 5, 1),
        )
        tree.dissolve(actor=county_officer, obj=gone, day=date(2014, 1, 1))

    assert counts(previewed(county_officer, line())) == (1, 0, 0, 0)


def test_who_may_not_found_unions_may_not_import_them(county: County, base_officer: User) -> None:
    with pytest.raises(PermissionDenied):
        previewed(base_officer, line(parent=PLANT))


def test_founding_by_a_sheet_is_undone_wholly(county: County, town_officer: User) -> None:
    before = tables()
    run = applied(town_officer, previewed(town_officer, line(), known(职工人数=330)), resource=UnionResource)
    assert tables() != before

    undone(town_officer, run, UnionResource)

    assert tables() == before


def test_a_union_that_something_stands_at_by_now_is_not_undone(county: County, town_officer: User) -> None:
    run = applied(town_officer, previewed(town_officer, line()), resource=UnionResource)
    with acting_as(town_officer):
        union = UnionOrg.objects.get(name=NEW)
        tree.rename(actor=town_officer, obj=union, name="建德市江滨五金有限公司工会", day=date(2014, 9, 1))
        assert undoing.obstacles(run, UnionResource) == [
            "建德市江滨五金有限公司工会：在导入后又有改动。",
            "建德市江滨五金有限公司工会：已有历史隶属。",
            "建德市江滨五金有限公司工会：已有组织变动。",
            "建德市江滨五金厂工会 [2014-05-20, 2014-09-01)：在导入后又有改动。",
        ]


def test_the_register_takes_what_it_exports(county: County) -> None:
    """The heads of the list are understood when it comes back as a sheet."""
    heads = {column.column_name for column in UnionResource.columns()} | {
        alias for column in UnionResource.columns() for alias in column.aliases
    }
    from unions.registers import UnionOrgRegister

    labels = {name: column.label for name, column in UnionOrgRegister.columns().items()}
    assert {label for name, label in labels.items() if name in UnionResource.fields} <= heads


@pytest.mark.django_db(transaction=True)
def test_it_goes_through_the_pages_from_the_upload_to_its_undoing(
    county: County, town_officer: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(town_officer)
    file = SimpleUploadedFile("工会.xlsx", workbook([line()], HEAD))
    key = hidden(client.get("/unions/import/"), "once")
    page = client.post("/unions/import/", {"once": key, "file": file})["Location"]
    guessed = re.findall(r'name="(column-\d+)">.*?<option value="(\w+)" selected>', client.get(page).content.decode())
    act(client, page, "confirm", sheet="0", head_row="1", **dict(guessed))
    run_jobs()
    assert "1 行 = 新增 1 + 更新 0 + 无变化 0 + 错误 0 + 不导入 0" in client.get(page).content.decode()

    act(client, page, "apply", digest=ImportRun.objects.latest("pk").digest)
    run_jobs()
    with everything("test"):
        assert UnionOrg.objects.filter(name=NEW, parent=county.xinanjiang).count() == 1

    act(client, page, "undo")
    run_jobs()
    assert "已撤销。" in client.get(page).content.decode()
    with everything("test"):
        assert not UnionOrg.objects.filter(name=NEW).exists()
