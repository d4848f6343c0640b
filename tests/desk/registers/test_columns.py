"""Columns: labels, masks, and what the table itself renders."""

import django_tables2 as tables
import pytest
from django.db.models import F

from desk.registers.columns import column_of, columns_of, draw
from tests.desk.registers.trial import TrialTable
from unions.models import Employer, Officer


def test_columns_are_named_by_their_fields_or_by_the_table() -> None:
    columns = columns_of(TrialTable, Employer)

    assert [(c.name, c.label, c.path) for c in columns.values()] == [
        ("name", "单位名称", "name"),
        ("uscc", "统一社会信用代码", "uscc"),
        ("union", "责任工会", "union__name"),
        ("unit_class", "单位类别", "unit_class"),
        ("is_above_scale", "规模以上", "is_above_scale"),
        ("headcount", "职工人数", "headcount"),
        ("registered_on", "设立日期", "registered_on"),
        ("phone", "联系电话", "phone"),
    ]
    assert [name for name, column in columns.items() if column.is_number] == ["headcount"]
    assert [name for name, column in columns.items() if column.is_masked] == ["phone"]


def test_a_personal_value_of_a_related_record_is_masked_too() -> None:
    column = column_of(Employer, "chair", "union__phone", None)

    assert column.text("13900000001") == "139****0001"
    assert list(column.cells(["13900000001", None], reveal=False)) == ["139****0001", ""]
    assert list(column.cells(["13900000001", None], reveal=True)) == ["13900000001", None]


def test_a_name_that_may_be_shown_is_shown() -> None:
    column = column_of(Officer, "name", "name", None)

    assert (column.is_masked, column.text("欧阳建国")) == (False, "欧阳建国")


def test_a_field_no_privacy_speaks_of_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.vault.privacy import Privacy

    monkeypatch.setattr(Employer, "privacy", Privacy(plain="id"))

    assert column_of(Employer, "name", "name", None).text("建德市江滨五金厂") == "******"


class LoudTable(tables.Table):
    def render_name(self, value: str) -> str:
        return f"《{value}》"

    def render_phone(self, value: str) -> str:
        return value

    class Meta:
        model = Employer
        fields = ("name", "is_above_scale", "registered_on", "phone")


def test_a_table_renders_what_it_wants_to_except_what_is_masked() -> None:
    columns = columns_of(LoudTable, Employer)
    row = Employer(name="江滨五金厂", is_above_scale=True, phone="13900000001")

    drawn = draw(
        LoudTable, [columns["phone"], columns["name"], columns["is_above_scale"], columns["registered_on"]], [row]
    )

    assert drawn == [["139****0001", "《江滨五金厂》", "是", ""]]


def test_a_column_of_a_special_kind_draws_itself() -> None:
    class LinkedTable(tables.Table):
        name = tables.TemplateColumn("<b>{{ value }}</b>")

        class Meta:
            model = Employer
            fields = ("name",)

    columns = list(columns_of(LinkedTable, Employer).values())

    assert draw(LinkedTable, columns, [Employer(name="江滨五金厂")]) == [["<b>江滨五金厂</b>"]]


@pytest.mark.django_db
@pytest.mark.usefixtures("whole_scope", "county")
def test_an_annotation_can_be_a_column() -> None:
    class AnnotatedTable(tables.Table):
        rest = tables.Column(verbose_name="男职工")

        class Meta:
            model = Employer
            fields = ("name", "rest")

    columns = columns_of(AnnotatedTable, Employer)
    rows = Employer.objects.annotate(rest=F("headcount") - F("female_headcount")).filter(name="建德市江滨五金厂")

    assert draw(AnnotatedTable, list(columns.values()), list(rows)) == [["建德市江滨五金厂", "210"]]
