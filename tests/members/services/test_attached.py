"""What hangs on a membership is listed before it moves."""

from desk.vault.scope import acting_as, everything
from members.models import Member, Membership
from members.services.attached import effects_of_transfer
from tests.county import County


def test_the_work_and_every_record_are_listed_with_what_becomes_of_them(county: County) -> None:
    with everything("test"):
        Member.objects.filter(pk=county.member.pk).update(work_no="A17", union_group="一组")
    with acting_as(county["base_officer"]):
        found = effects_of_transfer(Member.objects.get(pk=county.member.pk))
    assert found == [
        ("用人单位", "建德市白沙化工有限公司。接转后清除，由转入工会填写"),
        ("工号", "A17。接转后清除，由转入工会填写"),
        ("工会小组", "一组。接转后清除，由转入工会填写"),
        ("此前并入的档案", "1 条，留在原工会供查考"),
        ("会籍", "1 条，留在原工会供查考"),
    ]


def test_records_of_unions_out_of_sight_are_counted_too(county: County) -> None:
    with everything("test"):
        transfer = county.record("transfers")
        Membership.objects.filter(member=transfer.member).delete()
    with acting_as(county["base_officer"]):
        assert effects_of_transfer(transfer.member) == [("会籍接转", "1 条，留在原工会供查考")]
