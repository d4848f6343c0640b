"""A worker asks to join without an account; the base union answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from desk.cases import services as cases
from desk.cases import workdays
from desk.cases.inbox import waits_for
from desk.cases.procedure import working
from desk.cases.public import receipts
from desk.cases.public.visitors import TooOften
from desk.notices.models import Notice
from desk.vault.scope import Nobody, acting_as, everything
from members.choices import ApplicationState
from members.models import ApplicationEntry, Member, Membership, MembershipApplication
from members.services import applications
from tests.county import County

HOME = "203.0.113.7"
NUMBER = "330182199207080042"


def submit(county: County, key: str | None = None, address: str = HOME, **changed: Any) -> tuple[Any, str]:
    typed = {
        "name": "方小燕",
        "id_number": NUMBER,
        "phone": "13900000088",
        "employer_name": "建德市白沙化工有限公司",
        **changed,
    }
    with acting_as(Nobody()):
        return applications.submit(
            key=key or applications.RECEIPT.fresh_key(), address=address, union=county.plant, **typed
        )


def find(code: str, address: str = HOME) -> MembershipApplication | None:
    with acting_as(Nobody()):
        return applications.find(code=code, address=address)


def test_an_application_is_kept_with_the_consent_and_answered_with_a_code_of_eighty_bits(county: County) -> None:
    application, code = submit(county)
    assert (len(code), set(code) <= set(receipts.ALPHABET), len(receipts.ALPHABET)) == (16, True, 32)
    assert (application.state, application.name) == (ApplicationState.NEW, "方小燕")
    assert timezone.now() - application.consent_at < timedelta(minutes=1)
    assert application.receipt_no.startswith(f"RH{timezone.localdate():%Y%m%d}")


def test_the_code_itself_is_kept_nowhere(county: County) -> None:
    application, code = submit(county)
    assert code not in application.code_digest
    assert len(application.code_digest) == 64
    assert len(receipts.shown(code)) == 19


def test_the_same_form_sent_again_gives_the_same_receipt_and_one_record(county: County) -> None:
    key = applications.RECEIPT.fresh_key()
    first, code = submit(county, key)
    again, same_code = submit(county, key)
    assert (again.pk, same_code) == (first.pk, code)
    with everything("test"):
        assert MembershipApplication.objects.filter(name="方小燕").count() == 1
    for _ in range(30):
        submit(county, key)  # counted once, so nobody is sent away


def test_two_people_with_one_key_have_two_codes(county: County) -> None:
    key = applications.RECEIPT.fresh_key()
    _, code = submit(county, key)
    _, other = submit(county, key, id_number="330182199207080069", name="方小敏")
    assert code != other


def test_a_second_application_of_a_person_waits_for_the_answer_to_the_first(county: County) -> None:
    submit(county)
    with pytest.raises(ValidationError, match="已向这家工会提交过申请"):
        submit(county)


@pytest.mark.parametrize("key", ["", "abc", "a" * 5_000])
def test_a_key_that_is_not_ours_is_refused(county: County, key: str) -> None:
    with pytest.raises(ValidationError, match="打开得太久"), acting_as(Nobody()):
        applications.submit(
            key=key,
            address=HOME,
            union=county.plant,
            name="方",
            id_number=NUMBER,
            phone="13900000088",
            employer_name="厂",
        )


@pytest.mark.parametrize("typed", [str.lower, str.upper, lambda code: f" {receipts.shown(code)} ", lambda c: c])
def test_the_code_is_known_however_it_is_typed(county: County, typed: Any) -> None:
    application, code = submit(county)
    assert find(typed(code)) == application


@pytest.mark.parametrize("wrong", ["", "ABCD", "ABCD-EFGH-JKMN-PQRS", "一二三四五六七八九十一二三四五六", "0" * 200])
def test_a_wrong_code_finds_nothing_and_is_counted(county: County, wrong: str) -> None:
    submit(county)
    assert find(wrong) is None
    for _ in range(4):
        assert find(wrong) is None
    with pytest.raises(TooOften):
        find(wrong)


def test_after_five_wrong_codes_an_address_waits_even_with_the_right_one(county: County) -> None:
    _, code = submit(county)
    for _ in range(5):
        assert find("ABCDEFGHJKMNPQRS") is None
    with pytest.raises(TooOften, match="一小时后"):
        find(code)
    assert find(code, "198.51.100.9") is not None


def test_right_codes_are_not_counted(county: County) -> None:
    _, code = submit(county)
    for _ in range(7):
        assert find(code) is not None


def test_five_applications_a_minute_come_from_one_address_and_no_more(county: County) -> None:
    for number in ("0041", "0068", "0084", "0105", "0121"):
        submit(county, id_number=f"33018219920708{_checked(number)}")
    with pytest.raises(TooOften, match="一分钟后"):
        submit(county, id_number=f"33018219920708{_checked('0148')}")
    submit(county, id_number=f"33018219920708{_checked('0148')}", address="198.51.100.9")


def _checked(tail: str) -> str:
    from stdnum.cn import ric

    return tail[:3] + ric.calc_check_digit(f"33018219920708{tail[:3]}0")


def test_consent_given_the_base_union_opens_the_file(county: County) -> None:
    application, _ = submit(county)
    officer = county["base_officer"]
    with acting_as(officer):
        member = applications.accept(
            actor=officer, obj=application, joined_on=date(2015, 5, 1), employer=county.chemical_works, position="电工"
        )
    with everything("test"):
        saved = Member.objects.get(pk=member.pk)
        assert (saved.name, saved.id_number, saved.phone) == ("方小燕", NUMBER, "13900000088")
        assert (saved.birthday, saved.gender, saved.union) == (date(1992, 7, 8), "2", county.plant)
        assert (saved.position, saved.consent_on) == ("电工", timezone.localdate())
        assert Membership.objects.get(member=saved).first_day == date(2015, 5, 1)
        decided = MembershipApplication.objects.get(pk=application.pk)
        assert (decided.state, decided.member, decided.decided_by) == (ApplicationState.ACCEPTED, saved, officer)


def test_who_is_on_file_already_is_not_enrolled_twice(county: County) -> None:
    application, _ = submit(county, id_number="330182197901010133")  # a member at the quarry
    officer = county["base_officer"]
    with pytest.raises(ValidationError, match="会籍接转"), acting_as(officer):
        applications.accept(actor=officer, obj=application, joined_on=date(2015, 5, 1))
    with everything("test"):
        assert MembershipApplication.objects.get(pk=application.pk).state == ApplicationState.NEW


def test_a_refusal_says_why_and_the_applicant_can_read_it(county: County) -> None:
    application, code = submit(county)
    officer = county["base_officer"]
    with acting_as(officer):
        with pytest.raises(ValidationError, match="理由"):
            applications.refuse(actor=officer, obj=application, answer="  ")
        applications.refuse(actor=officer, obj=application, answer="您的劳动关系在另一家单位")
    found = find(code)
    assert found is not None
    assert (found.state, found.answer) == (ApplicationState.REFUSED, "您的劳动关系在另一家单位")
    submit(county)  # and may ask again


def test_an_application_is_decided_once(county: County) -> None:
    application, _ = submit(county)
    officer = county["base_officer"]
    with acting_as(officer):
        applications.refuse(actor=officer, obj=application, answer="不在本单位")
        with pytest.raises(ValidationError, match="不能办理“同意入会”"):
            applications.accept(actor=officer, obj=application, joined_on=date(2015, 5, 1))


@pytest.mark.parametrize("who", ["county_leader", "auditor", "other_base_officer", "stranger", "system_admin"])
def test_who_holds_no_right_at_the_union_decides_nothing(county: County, who: str) -> None:
    application, _ = submit(county)
    with everything("test"):
        with pytest.raises(PermissionDenied):
            applications.refuse(actor=county[who], obj=application, answer="不")
        with pytest.raises(PermissionDenied):
            applications.accept(actor=county[who], obj=application, joined_on=date(2015, 5, 1))


def test_it_waits_ten_working_days_and_is_new_to_the_union(county: County) -> None:
    application, _ = submit(county)
    assert application.due_on == workdays.due(timezone.localdate(), working(10))
    assert application.is_unread
    with acting_as(county["base_officer"]):
        assert MembershipApplication.objects.filter(waits_for(MembershipApplication, county["base_officer"])).filter(
            pk=application.pk
        )


def test_the_applicant_reads_what_is_meant_for_them_and_no_more(county: County) -> None:
    application, code = submit(county)
    officer = county["base_officer"]
    with acting_as(officer):
        cases.note(actor=officer, obj=application, text="先核对劳动合同")
        cases.reply(actor=officer, obj=application, text="请带劳动合同到工会")
        applications.refuse(actor=officer, obj=application, answer="您的劳动关系在另一家单位")
    found = find(code)
    assert found is not None
    with acting_as(Nobody()):
        told = [(entry.kind, entry.move, entry.text) for entry in applications.public_entries(found)]
    assert told == [("reply", "", "请带劳动合同到工会"), ("moved", "refuse", "您的劳动关系在另一家单位")]


class TestTelling:
    def told(self) -> list[tuple[str, str]]:
        rows = Notice.objects.filter(topic="members.told").order_by("created_at")
        return [(notice.channel, notice.address) for notice in rows]

    @pytest.mark.parametrize(
        "answer",
        [
            lambda officer, obj: applications.refuse(actor=officer, obj=obj, answer="您的劳动关系在另一家单位"),
            lambda officer, obj: applications.accept(actor=officer, obj=obj, joined_on=date(2015, 5, 1)),
            lambda officer, obj: cases.reply(actor=officer, obj=obj, text="请带劳动合同到工会"),
        ],
        ids=["refused", "accepted", "asked"],
    )
    def test_who_is_answered_is_told_that_there_is_something_to_read(self, county: County, answer: Any) -> None:
        application, _ = submit(county)
        with acting_as(county["base_officer"]):
            answer(county["base_officer"], application)
        assert self.told() == [("sms", "13900000088")]
        text = Notice.objects.get(topic="members.told").text
        assert application.receipt_no in text
        for inside in ("方小燕", "劳动", county.plant.name):
            assert inside not in text

    def test_a_note_inside_and_ones_own_withdrawal_tell_nobody(self, county: County) -> None:
        application, _ = submit(county)
        with acting_as(county["base_officer"]):
            cases.note(actor=county["base_officer"], obj=application, text="先核对劳动合同")
        with acting_as(Nobody()):
            applications.withdraw(obj=application)
        assert self.told() == []


def test_an_acceptance_is_in_the_file_with_who_made_it(county: County) -> None:
    application, _ = submit(county)
    officer = county["base_officer"]
    with acting_as(officer):
        applications.accept(actor=officer, obj=application, joined_on=date(2015, 5, 1))
        entry = application.entries.get()
        assert (entry.move, entry.from_state, entry.to_state, entry.actor) == ("accept", "new", "accepted", officer)


def test_the_applicant_takes_it_back_and_may_ask_again(county: County) -> None:
    application, code = submit(county)
    with acting_as(Nobody()):
        applications.withdraw(obj=application)
        with pytest.raises(ValidationError, match="本人撤回"):
            applications.withdraw(obj=application)
    found = find(code)
    assert found is not None
    assert (found.state, found.due_on, found.is_open) == (ApplicationState.WITHDRAWN, None, False)
    officer = county["base_officer"]
    with acting_as(officer), pytest.raises(ValidationError, match="不能办理“同意入会”"):
        applications.accept(actor=officer, obj=application, joined_on=date(2015, 5, 1))
    submit(county)


def test_what_the_applicant_writes_is_new_to_the_union(county: County) -> None:
    application, _ = submit(county)
    with acting_as(county["base_officer"]):
        cases.mark_read(application)
    with acting_as(Nobody()):
        applications.write(obj=application, text="合同已补签", address=HOME)
    with everything("test"):
        kept = MembershipApplication.objects.get(pk=application.pk)
        assert (kept.is_unread, kept.entries.get().text) == (True, "合同已补签")


def test_ten_messages_an_hour_come_from_one_address(county: County) -> None:
    application, _ = submit(county)
    with acting_as(Nobody()):
        for _ in range(10):
            applications.write(obj=application, text="在吗", address=HOME)
        with pytest.raises(TooOften):
            applications.write(obj=application, text="在吗", address=HOME)


def test_who_has_been_answered_writes_no_more(county: County) -> None:
    application, code = submit(county)
    officer = county["base_officer"]
    with acting_as(officer):
        applications.refuse(actor=officer, obj=application, answer="不在本单位")
    found = find(code)
    assert found is not None
    with acting_as(Nobody()), pytest.raises(ValidationError, match="已办结"):
        applications.write(obj=found, text="为什么", address=HOME)


def test_the_database_lets_no_state_change_without_an_entry(county: County) -> None:
    application, _ = submit(county)
    with everything("test"), pytest.raises(IntegrityError, match="without an entry"), transaction.atomic():
        MembershipApplication.objects.filter(pk=application.pk).update(state=ApplicationState.ACCEPTED)


def test_the_file_is_read_where_the_application_is(county: County) -> None:
    application, _ = submit(county)
    with acting_as(Nobody()):
        applications.write(obj=application, text="合同已补签", address=HOME)
    seen = []
    for who in ("base_officer", "town_officer", "county_officer", "other_base_officer", "stranger"):
        with acting_as(county[who]):
            if ApplicationEntry.objects.filter(case_id=application.pk).exists():
                seen.append(who)
    assert seen == ["base_officer", "town_officer", "county_officer"]
