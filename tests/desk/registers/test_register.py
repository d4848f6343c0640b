"""A declaration is checked when it is read, and every page of every register has an answer to anything."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.registers.register import Register, all_registers, register_called
from desk.registers.urls import patterns
from tests.county import County
from tests.desk.registers.trial import TrialFilters, TrialRegister, TrialTable
from unions.models import Employer
from unions.resources import EmployerResource

GOOD: dict[str, Any] = {
    "model": Employer,
    "table": TrialTable,
    "default_columns": ("name",),
    "sortings": {"name": "pinyin"},
    "default_sorting": "-name",
    "filters": TrialFilters,
    "no_import": "only declared",
}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"default_columns": ("nmae",)}, "default_columns: nmae"),
        ({"sortings": {"nmae": "pinyin", "name": "pinyin"}}, "sortings: nmae"),
        ({"default_sorting": "-headcount"}, "default_sorting: headcount"),
        ({"facets": ("headcount",)}, "facets: headcount"),
        ({"facets": ("nothing",)}, "facets: nothing"),
        ({"no_import": ""}, "Broken needs a `resource`, or `no_import` with the reason"),
        ({"resource": EmployerResource}, "not both"),
        ({"slug": "trial"}, "two registers are called 'trial'"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_at_import(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        type("Broken", (Register,), {**GOOD, "slug": "broken", **wrong})

    assert register_called("broken") is None


def test_a_base_for_other_declarations_is_no_register() -> None:
    class Base(Register):
        """Without a slug."""

    assert Base not in all_registers()


def test_title_and_rights_come_from_the_model() -> None:
    assert register_called("employers").title == "用人单位"  # type: ignore[union-attr]  # it is declared
    assert TrialRegister.right("change") == "unions.change_employer"


def test_a_page_title_is_no_persons_name() -> None:
    from unions.models import Officer
    from unions.registers import OfficerRegister

    assert OfficerRegister.page_title(Officer(name="徐芳", post="chair")) == "工会干部"
    assert TrialRegister.page_title(Employer(name="江滨五金厂")) == "江滨五金厂"


PARAMS = ("q", "sort", "columns", "after", "before", "size", "count", "batch", "options", "union", "unit_class",
          "is_above_scale", "big", "headcount_min", "headcount_max", "registered_on_after", "registered_on_before",
          "headcount__gt", "id", "page", "format")  # fmt: skip
STRANGE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "0", "-1", "1e400", "NaN", "Infinity", "9" * 40, "true", "\x00", "'", '"', "%", "\\", "../..",
                     "name", "-name", "0001-01-01", "9999-12-31", "10000-01-01", "２０１４-０１-０１", "union__path"]),
)  # fmt: skip


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(
    query=st.lists(st.tuples(st.sampled_from(PARAMS), STRANGE), max_size=4),
    page=st.sampled_from(["", "print/", "export/"]),
)
def test_whatever_stands_in_the_address_is_answered(
    county_client: Client, query: list[tuple[str, str]], page: str
) -> None:
    sent: dict[str, list[str]] = {}
    for name, value in query:
        sent.setdefault(name, []).append(value)

    assert county_client.get(f"/trial/{page}", sent).status_code in {200, 302, 404}


FIELDS = ("union", "name", "uscc", "unit_class", "industry", "is_above_scale", "headcount", "female_headcount",
          "registered_on", "phone", "version", "once", "_find", "union-find")  # fmt: skip
POSTS = ("new/", "{pk}/edit/", "{pk}/do/industry/", "{pk}/do/cover/", "bulk/", "columns/", "views/", "export/", "find/")


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(
    answers=st.dictionaries(
        st.sampled_from([*FIELDS, "action", "pk", "all_matching", "confirmed", "number", "columns", "shared", "format",
                         "reveal", "reason", "value", "do"]),
        STRANGE,
        max_size=6,
    ),
    page=st.sampled_from(POSTS),
)  # fmt: skip
def test_whatever_is_sent_is_answered(
    county: County, county_client: Client, answers: dict[str, str], page: str
) -> None:
    url = "/trial/" + page.format(pk=county.mill_company.pk)
    if page == "bulk/":
        answers.setdefault("action", "industry")

    assert county_client.post(url, answers).status_code in {200, 302, 403, 404}


def test_only_the_records_that_are_named_are_joined() -> None:
    """Django's select_related() without a name joins every key, and a join with a row out of scope loses the own row."""
    alone = type("Alone", (TrialRegister,), {"slug": "", "related": ()})
    assert TrialRegister.joined(Employer.objects.all()).query.select_related == {"union": {}}
    assert alone.joined(Employer.objects.all()).query.select_related is False


def test_every_page_stands_in_the_list_of_addresses() -> None:
    assert [pattern.name for pattern in patterns(TrialRegister)] == [
        "list", "create", "columns", "views", "view", "find", "bulk", "export", "print_list",
        "detail", "edit", "history", "print", "paper", "panel", "action",
    ]  # fmt: skip
