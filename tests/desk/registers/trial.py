"""A small register over the employers, so that the engine is tried apart from the declarations of the unions."""

from typing import Any, ClassVar

import django_filters as df
import django_tables2 as tables
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from desk.registers import tasks
from desk.registers.integrity import told
from desk.registers.parts import Action, Badge, BulkAction, Panel, Preset, Section
from desk.registers.register import Register
from desk.registers.versions import save_changes
from unions.choices import Industry, UnitClass
from unions.models import Employer, UnionOrg

YES_NO = (("true", "是"), ("false", "否"))


class TrialTable(tables.Table):
    union = tables.Column(accessor="union__name", verbose_name="责任工会")

    class Meta:
        model = Employer
        fields = ("name", "uscc", "union", "unit_class", "is_above_scale", "headcount", "registered_on", "phone")


class TrialFilters(df.FilterSet):
    union = df.ModelChoiceFilter(label="责任工会", queryset=UnionOrg.objects.all())
    is_above_scale = df.TypedChoiceFilter(label="规模以上", choices=YES_NO, coerce=lambda value: value == "true")
    unit_class = df.MultipleChoiceFilter(label="单位类别", choices=UnitClass)
    big = df.TypedChoiceFilter(
        label="百人以上", choices=YES_NO, coerce=lambda value: value == "true", method="filter_big"
    )
    headcount = df.RangeFilter(label="职工人数")
    registered_on = df.DateFromToRangeFilter(label="设立日期")

    class Meta:
        model = Employer
        fields: tuple[str, ...] = ()

    def filter_big(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(headcount__gte=100) if value else queryset.filter(headcount__lt=100)


class TrialForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Employer
        fields = (
            "union", "name", "uscc", "unit_class", "industry", "is_above_scale", "headcount", "female_headcount",
            "registered_on", "phone",
        )  # fmt: skip


class IndustryForm(forms.Form):
    industry = forms.ChoiceField(label="所属行业", choices=Industry)


class UnionForm(forms.Form):
    union = forms.ModelChoiceField(label="责任工会", queryset=UnionOrg.objects.none())


def create(*, actor: Any, **answers: Any) -> Employer:
    employer = Employer(**answers)
    employer.full_clean()
    with told():
        employer.save()
    return employer


def change(*, actor: Any, obj: Employer, version: int, **changed: Any) -> Employer:
    return save_changes(obj, version=version, changed=changed)


def set_industry(*, actor: Any, obj: Employer, industry: str) -> Employer:
    """Refuses employers without workers, so that a batch has failures."""
    if not obj.headcount:
        raise ValidationError("没有职工的单位不能调整行业。")
    obj.industry = industry
    obj.version += 1
    obj.save()
    return obj


class CodeForm(forms.Form):
    uscc = forms.CharField(label="统一社会信用代码")


def set_code(*, actor: Any, obj: Employer, uscc: str) -> Employer:
    """Writes twice; the database refuses the second when the code is taken."""
    Employer.objects.filter(pk=obj.pk).update(headcount=1)
    Employer.objects.filter(pk=obj.pk).update(uscc=uscc)
    return obj


class TrialRegister(Register):
    """试用台账."""

    model = Employer
    slug, title = "trial", "试用单位"
    no_import = "its tests are about everything else"
    table = TrialTable
    default_columns = ("name", "uscc", "union", "headcount", "phone")
    sortings: ClassVar[dict[str, str]] = {"name": "pinyin", "headcount": "headcount", "registered_on": "registered_on"}
    default_sorting = "name"
    filters = TrialFilters
    facets = ("is_above_scale", "unit_class", "big")
    search = "search"
    related = ("union",)
    presets = (Preset("big", "百人以上", {"big": "true"}),)
    form = TrialForm
    create = staticmethod(create)
    change = staticmethod(change)
    sections = (
        Section("基本情况", "name uscc union unit_class industry is_above_scale"),
        Section("职工与联系", "headcount female_headcount registered_on phone"),
    )
    panels = (Panel("more", "更多", "tests/panel.html", lambda obj, user: {"text": f"编号 {obj.pk}"}, place="tab"),)
    actions = (
        Action("industry", "调整行业", "unions.change_employer", set_industry, IndustryForm),
        Action("never", "不能办", "unions.change_employer", set_industry, IndustryForm, when=lambda obj: False),
        Action("cover", "覆盖", "unions.cover_employer", set_industry, UnionForm),
    )
    bulk = (
        BulkAction("industry", "调整行业", "unions.change_employer", set_industry, IndustryForm),
        BulkAction("code", "更换代码", "unions.change_employer", set_code, CodeForm),
    )

    @classmethod
    def badges(cls, obj: Employer) -> list[Badge]:
        return [Badge("规模以上", "blue")] if obj.is_above_scale else []


tasks.declare(TrialRegister)
