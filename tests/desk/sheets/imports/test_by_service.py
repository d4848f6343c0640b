"""Registers with rules of their own are written by their own services, row by row."""

from typing import Any

import pytest
from django.db.models import F

from desk.sheets.choices import ImportState
from desk.sheets.imports import applying
from desk.sheets.imports.applying import CHANGED
from desk.sheets.imports.by_service import STALE, ServiceWriter
from desk.sheets.resource import SheetField, SheetResource
from desk.sheets.widgets import Choice, CreditCode, Lookup, Number, Text, YesNo
from desk.vault.scope import acting_as, everything
from tests.county import County
from tests.desk.sheets.imports.rosters import applied, checked, told, undone, workbook
from unions.choices import Industry, UnitClass
from unions.models import Coverage, Employer, UnionOrg, User
from unions.services import employers

pytestmark = pytest.mark.django_db


class Employers(SheetResource):
    """As a register would declare it."""

    union = SheetField(
        "union",
        "责任工会",
        Lookup(
            by=("name",), among=lambda actor: UnionOrg.objects.visible_to(actor).standing(), missing="没有这家工会。"
        ),
        required=True,
        fixed=True,
    )
    name = SheetField("name", "单位名称", Text(), required=True)
    uscc = SheetField("uscc", "统一社会信用代码", CreditCode(), required=True)
    unit_class = SheetField("unit_class", "单位类别", Choice(UnitClass.choices), required=True)
    industry = SheetField("industry", "所属行业", Choice(Industry.choices), required=True)
    headcount = SheetField("headcount", "职工人数", Number())
    female_headcount = SheetField("female_headcount", "女职工", Number())
    is_above_scale = SheetField("is_above_scale", "规模以上", YesNo())

    writer = ServiceWriter(create=employers.register_employer, change=employers.change_employer)

    class Meta:
        model = Employer
        import_id_fields = ("uscc",)


HEAD = [column.column_name for column in Employers.columns()]


def line(county: County, name: str, uscc: str, **cells: Any) -> list[Any]:
    values = {
        "责任工会": county.plant.name,
        "单位名称": name,
        "统一社会信用代码": uscc,
        "单位类别": UnitClass.PRIVATE.label,
        "所属行业": Industry.C.label,
        "职工人数": 40,
        "女职工": 10,
        "规模以上": "否",
        **cells,
    }
    return [values[head] for head in HEAD]


def brought_in(user: User, rows: list[list[Any]], **how: Any) -> Any:
    return applied(user, checked(user, workbook(rows, HEAD), Employers, "employers"), resource=Employers, **how)


def test_the_services_create_and_change_and_what_they_write_beside_is_written_too(
    county: County, town_officer: User
) -> None:
    rows = [
        line(county, "建德市白沙包装厂", "91330182MA2AAAA059"),
        line(county, county.chemical_works.name, county.chemical_works.uscc, 职工人数=330, 女职工=None, 规模以上="是"),
    ]
    run = brought_in(town_officer, rows)
    assert (run.state, run.created, run.updated) == (ImportState.APPLIED, 1, 1)
    with acting_as(town_officer):
        new = Employer.objects.get(uscc="91330182MA2AAAA059")
        assert (new.union, new.headcount, new.pinyin) == (county.plant, 40, "jiandeshibaishabaozhuangchang")
        assert Coverage.objects.filter(employer=new, union=county.plant).count() == 1
        assert Employer.objects.get(pk=county.chemical_works.pk).headcount == 330
        assert Employer.objects.get(pk=county.chemical_works.pk).version == county.chemical_works.version + 1


def test_what_a_service_refuses_is_told_in_the_preview_and_leaves_no_trace(county: County, town_officer: User) -> None:
    rows = [
        line(county, "建德市白沙包装厂", "91330182MA2AAAA059", 女职工=41),
        line(county, "建德市白沙印刷厂", "91330182MA2AAAA06C"),
    ]
    run = checked(town_officer, workbook(rows, HEAD), Employers, "employers")
    assert (run.created, run.rejected) == (1, 1)
    assert [
        (number, "女职工、农民工都不能多于职工人数" in said) for number, _, said in told(run, town_officer, Employers)
    ] == [(2, True)]
    with everything("test"):
        assert Employer.objects.filter(uscc__in=["91330182MA2AAAA059", "91330182MA2AAAA06C"]).count() == 0


def test_a_row_that_somebody_saves_while_it_is_being_written_ends_in_a_new_preview(
    county: County, town_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        line(county, "建德市白沙包装厂", "91330182MA2AAAA059"),
        line(county, "白沙化工", county.chemical_works.uscc, 职工人数=330),
    ]
    run = checked(town_officer, workbook(rows, HEAD), Employers, "employers")
    written = applying._written
    monkeypatch.setattr(applying, "_written", lambda *args: saved_by_another(county) and written(*args))

    run = applied(town_officer, run, resource=Employers)

    assert (run.state, run.message) == (ImportState.PREVIEWED, CHANGED)
    assert (run.created, run.updated, run.applied_at) == (1, 1, None)
    with everything("test"):
        assert Employer.objects.get(pk=county.chemical_works.pk).name == "建德市白沙化工有限公司"
        assert not Employer.objects.filter(uscc="91330182MA2AAAA059").exists()
    monkeypatch.undo()
    assert applied(town_officer, run, resource=Employers).state == ImportState.APPLIED


def test_a_row_that_somebody_saves_while_it_is_being_checked_is_told(
    county: County, town_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearse = ServiceWriter.rehearse
    monkeypatch.setattr(ServiceWriter, "rehearse", lambda *args: saved_by_another(county) and rehearse(*args))
    rows = [line(county, "白沙化工", county.chemical_works.uscc, 职工人数=330)]

    run = checked(town_officer, workbook(rows, HEAD), Employers, "employers")

    assert (run.state, run.rejected) == (ImportState.PREVIEWED, 1)
    assert told(run, town_officer, Employers) == [(2, "统一社会信用代码", STALE)]


def saved_by_another(county: County) -> bool:
    with everything("somebody else"):
        Employer.objects.filter(pk=county.chemical_works.pk).update(version=F("version") + 1)
    return True


def test_undoing_puts_back_what_the_services_changed(county: County, town_officer: User) -> None:
    def stand() -> list[Any]:
        with everything("test"):
            return list(Employer.objects.order_by("pk").values_list("pk", "name", "headcount", "pinyin", "search"))

    before = stand()
    run = brought_in(town_officer, [line(county, "白沙化工", county.chemical_works.uscc, 职工人数=330)])
    assert stand() != before
    undone(town_officer, run, Employers)
    assert stand() == before


def test_what_the_services_wrote_beside_goes_with_the_row(county: County, town_officer: User) -> None:
    run = brought_in(town_officer, [line(county, "建德市白沙包装厂", "91330182MA2AAAA059")])
    made = Coverage.objects.filter(employer__name="建德市白沙包装厂")
    with everything("test"):
        assert made.count() == 1
    undone(town_officer, run, Employers)
    with everything("test"):
        assert made.count() == 0
        assert not Employer.objects.filter(name="建德市白沙包装厂").exists()


def test_a_code_that_is_taken_out_of_sight_is_refused_without_saying_where(county: County, town_officer: User) -> None:
    run = checked(
        town_officer,
        workbook([line(county, "建德市严州石材", county.quarry_company.uscc)], HEAD),
        Employers,
        "employers",
    )
    assert told(run, town_officer, Employers) == [(2, "统一社会信用代码", "这个号码已由其他工会登记，不能在这里导入。")]
