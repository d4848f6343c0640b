"""The query string of a list."""

import pytest
from django.http import QueryDict

from desk.registers.address import Address, BadAddress, link


def test_blank_parameters_are_left_out() -> None:
    assert str(Address.of(QueryDict("q=&sort=name&unit_class=&unit_class=170"))) == "sort=name&unit_class=170"


def test_what_is_set_takes_one_back_to_the_first_page() -> None:
    address = Address.parse("q=a&after=xyz&batch=3")

    assert str(address.put(sort="-name")) == "q=a&sort=-name"
    assert str(address.put(q="")) == ""


def test_a_value_is_put_beside_others_or_instead_of_them() -> None:
    address = Address.parse("kind=a&kind=b&after=x")

    assert str(address.toggle("kind", "c", single=False)) == "kind=a&kind=b&kind=c"
    assert str(address.toggle("kind", "c", single=True)) == "kind=c"
    assert str(address.toggle("kind", "a", single=False)) == "kind=b"


def test_two_addresses_ask_the_same_in_any_order_and_at_any_page() -> None:
    assert Address.parse("a=1&b=2&after=x").is_same_question(Address.parse("b=2&a=1"))
    assert not Address.parse("a=1").is_same_question(Address.parse("a=1&b=2"))


def test_what_no_form_sends_is_a_bad_address() -> None:
    with pytest.raises(BadAddress, match="不能识别的字符"):
        Address.of(QueryDict("q=%00"))
    with pytest.raises(BadAddress, match="太长"):
        Address.of(QueryDict("q=" + "a" * 5_000))


def test_a_link_without_parameters_has_no_question_mark() -> None:
    assert link("/trial/", Address()) == "/trial/"
    assert link("/trial/", Address.parse("q=工会")) == "/trial/?q=%E5%B7%A5%E4%BC%9A"
