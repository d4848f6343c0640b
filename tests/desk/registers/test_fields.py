"""Any form made ready for the person who fills it in."""

from typing import Any

import django_filters as df
import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import QueryDict

from desk.registers import fields
from desk.vault import scope
from tests.county import County
from unions.models import Coverage, Officer, UnionOrg

pytestmark = pytest.mark.django_db


class AnyForm(forms.Form):
    number = forms.IntegerField(label="人数")
    amount = forms.DecimalField(label="金额")
    day = forms.DateField(label="日期")
    words = forms.CharField(label="说明", widget=forms.Textarea)
    password = forms.CharField(label="密码", widget=forms.PasswordInput)
    span = df.fields.DateRangeField(label="起止", required=False)


def test_numbers_are_typed_as_officers_type_them(county: County) -> None:
    sent = QueryDict(mutable=True)
    sent.update(
        {
            "number": "１,２３４",
            "amount": " 1 234.５0",
            "day": "２０１４-０５-０１",
            "words": "第１期（试点），３家",
            "password": "Ａ１ ｂ",
        }
    )

    form = fields.bind(AnyForm, county["county_officer"], data=sent)

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["number"], str(form.cleaned_data["amount"])) == (1234, "1234.50")
    assert form.cleaned_data["day"].isoformat() == "2014-05-01"
    assert form.cleaned_data["words"] == "第1期（试点），3家"
    assert form.cleaned_data["password"] == "Ａ１ ｂ"


def test_inputs_take_what_officers_type(county: County) -> None:
    form = fields.bind(AnyForm, county["county_officer"])

    assert 'type="text"' in str(form["number"])
    assert 'inputmode="numeric"' in str(form["number"])
    assert 'inputmode="decimal"' in str(form["amount"])
    assert str(form["span"]).count('type="date"') == 2


class ShortForm(forms.Form):
    phone = forms.CharField(label="手机", max_length=11, required=False)
    name = forms.CharField(label="名称", max_length=120, required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "---------"), ("a", "甲类")], required=False)
    union = forms.ModelChoiceField(label="工会", queryset=UnionOrg.objects.all(), required=False)


def test_a_number_pasted_with_spaces_is_not_cut_by_the_browser(county: County) -> None:
    with scope.acting_as(county["county_officer"]):
        form = fields.bind(ShortForm, county["county_officer"], data=QueryDict("phone=139 5710 0012"))

        assert "maxlength" not in str(form["phone"])
        assert 'maxlength="120"' in str(form["name"])
        assert form.is_valid()
    assert form.cleaned_data["phone"] == "13957100012"


def test_a_select_says_in_a_word_that_nothing_is_chosen(county: County) -> None:
    form, panel = ShortForm(), ShortForm()
    with scope.acting_as(county["county_officer"]):
        fields.prepare(form, county["county_officer"])
        fields.prepare(panel, county["county_officer"], above="unions")

        for name in ("kind", "union"):
            assert '<option value="" selected>请选择</option>' in str(form[name])
            assert '<option value="" selected>全部</option>' in str(panel[name])


class ChoosingForm(forms.Form):
    union = forms.ModelChoiceField(label="工会", queryset=UnionOrg.objects.all())


class NarrowField(forms.ModelChoiceField):
    def visible(self, user: Any) -> Any:
        return UnionOrg.objects.visible_to(user).filter(name__contains="纺织")


class NarrowForm(forms.Form):
    union = NarrowField(label="工会", queryset=UnionOrg.objects.none())


def test_choices_of_records_end_at_the_branch_and_at_the_fields_own_word(county: County) -> None:
    officer = county["town_officer"]
    with scope.everything("the first line has to hold without the database's"):
        wide = fields.bind(ChoosingForm, officer).fields["union"].queryset
        narrow = fields.bind(NarrowForm, officer).fields["union"].queryset

        assert {union.pk for union in wide} == {county.xinanjiang.pk, county.plant.pk, county.mill.pk}
        assert [union.pk for union in narrow] == [county.mill.pk]


def test_where_there_is_one_choice_it_is_made_already(county: County) -> None:
    with scope.acting_as(county["town_officer"]):
        one, several = (str(fields.bind(form, county["town_officer"])["union"]) for form in (NarrowForm, ChoosingForm))
    assert one.count("<option") == 1
    assert 'value=""' not in one
    assert 'value=""' in several


def test_a_choice_among_records_nobody_limits_is_refused(county: County) -> None:
    class OpenForm(forms.Form):
        kind = forms.ModelChoiceField(label="种类", queryset=ContentType.objects.all())

    with pytest.raises(ImproperlyConfigured, match="visible_to"):
        fields.bind(OpenForm, county["county_officer"])


class OfficerForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Officer
        fields = ("name", "id_number", "phone")


@pytest.mark.usefixtures("whole_scope")
def test_a_sealed_value_is_masked_and_kept_when_untouched(county: County) -> None:
    officer = Officer.objects.get(name="徐芳")
    sent = QueryDict("name=徐小芳&id_number=330182********0044&phone=139****0002")

    shown = fields.bind(OfficerForm, county["county_officer"], obj=officer)
    form = fields.bind(OfficerForm, county["county_officer"], data=sent, obj=officer)

    assert shown["id_number"].value() == "330182********0044"
    assert shown["name"].value() == "徐芳"
    assert form.is_valid(), form.errors
    assert fields.changed(form) == {"name": "徐小芳"}
    assert officer.name == "徐芳"  # the form works on a copy


@pytest.mark.usefixtures("whole_scope")
def test_a_sealed_value_that_was_typed_is_judged(county: County) -> None:
    officer = Officer.objects.get(name="徐芳")
    wrong = fields.bind(
        OfficerForm,
        county["county_officer"],
        data=QueryDict("name=徐芳&id_number=330182********9999&phone="),
        obj=officer,
    )

    assert not wrong.is_valid()
    assert "id_number" in wrong.errors


@pytest.mark.usefixtures("whole_scope")
def test_what_a_service_refuses_stands_beside_its_field_or_above_the_form(county: County) -> None:
    form = fields.bind(ChoosingForm, county["county_officer"], data=QueryDict("union="))

    fields.add_errors(form, ValidationError({"union": "已撤销。", "elsewhere": "别处不对。"}))
    fields.add_errors(form, ValidationError("都不对。"))

    assert "已撤销。" in form.errors["union"]
    assert form.non_field_errors() == ["别处不对。", "都不对。"]


def test_options_are_of_choices_among_records_only(county: County) -> None:
    officer = county["county_officer"]
    with scope.acting_as(officer):
        assert fields.options(fields.bind(AnyForm, officer), "number", "") is None
        assert fields.options(fields.bind(AnyForm, officer), "nothing", "") is None
        found = fields.options(fields.bind(ChoosingForm, officer), "union", "sc\x00")

    assert found == [{"value": str(county.quarry.pk), "text": county.quarry.name}]


@pytest.mark.usefixtures("whole_scope")
def test_a_model_without_a_search_text_offers_its_first_rows(county: County) -> None:
    class CoverageForm(forms.Form):
        coverage = forms.ModelChoiceField(label="涵盖", queryset=Coverage.objects.all())

    form = fields.bind(CoverageForm, county["county_officer"])

    assert len(fields.options(form, "coverage", "x") or []) == 3
