"""Masked values in templates: the way to reveal one is shown to those who may."""

from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from desk.vault import scope
from tests.county import County
from unions.models import Officer

pytestmark = pytest.mark.django_db


def _render(source: str, county: County, person: str) -> str:
    request = RequestFactory().get("/")
    request.user = county[person]
    with scope.acting_as(county[person]):
        officer = Officer.objects.get(union=county.plant)
        return Template("{% load vault %}" + source).render(Context({"request": request, "officer": officer}))


@pytest.mark.parametrize(
    ("person", "field", "offered"),
    [
        ("base_officer", "id_number", True),
        ("base_officer", "phone", True),
        ("base_officer", "name", False),
        ("county_leader", "id_number", False),
    ],
)
def test_the_button_stands_where_it_would_work(county: County, person: str, field: str, offered: bool) -> None:
    officer: Any = county.plant.officers
    with scope.everything("the row's address"):
        address = reverse("vault:reveal", args=("unions", "officer", officer.get().pk, field))
    shown = _render(f'{{% sealed officer "{field}" %}}', county, person)
    assert (f'hx-get="{address}"' in shown) is offered
    assert "330182198001010044" not in shown


def test_the_filter_masks(county: County) -> None:
    assert _render('{{ officer|masked:"id_number" }} {{ officer|masked:"name" }}', county, "county_leader") == (
        "330182********0044 徐芳"
    )
