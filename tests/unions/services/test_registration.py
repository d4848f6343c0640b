"""Registration as a legal person: who does what, in which order."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.utils import timezone

from desk.vault.scope import acting_as, everything
from tests.county import County, add_union
from tests.unions.services.refusals import refused
from unions.choices import OrgType, RegistrationKind, RegistrationState
from unions.demo.codes import credit_code
from unions.models import LegalPersonRegistration, UnionOrg
from unions.models.registration import REGISTRATION_MOVES
from unions.services import registration

S = RegistrationState
CODE = credit_code("81", 5)


def apply(county: County, kind: RegistrationKind = RegistrationKind.FIRST) -> LegalPersonRegistration:
    officer = county["base_officer"]
    with acting_as(officer):
        return registration.apply(actor=officer, union=county.plant, kind=kind, legal_rep="徐芳", address="白沙路1号")


def issued(
    county: County, *, cert_no: str = "工法证字第1号", kind: RegistrationKind = RegistrationKind.FIRST
) -> LegalPersonRegistration:
    applied = apply(county, kind)
    officer = county["county_officer"]
    with acting_as(officer):
        registration.submit(actor=officer, obj=applied)
        registration.approve(actor=officer, obj=applied)
        return registration.issue(
            actor=officer,
            obj=applied,
            uscc=CODE,
            cert_no=cert_no,
            issued_on=date(2014, 5, 1),
            valid_until=date(2017, 5, 1),
        )


def test_from_the_draft_to_the_certificate(county: County) -> None:
    base, officer = county["base_officer"], county["county_officer"]
    made = apply(county)
    assert made.state == S.DRAFT
    with acting_as(base):
        made = registration.submit(actor=base, obj=made)
        assert (made.state, made.submitted_on) == (S.SUBMITTED, timezone.localdate())
    with acting_as(officer):
        made = registration.ask_supplement(actor=officer, obj=made, note="请补充住所使用证明。")
        assert (made.state, made.note) == (S.SUPPLEMENT, "请补充住所使用证明。")
    with acting_as(base):
        made = registration.change_registration(actor=base, obj=made, version=made.version, address="白沙路2号")
        made = registration.submit(actor=base, obj=made)
    with acting_as(officer):
        made = registration.approve(actor=officer, obj=made)
        made = registration.issue(
            actor=officer, obj=made, uscc=CODE, cert_no="工法证字第1号", issued_on=date(2014, 5, 1)
        )
        assert (made.state, made.address, made.version) == (S.ISSUED, "白沙路2号", 7)
        assert UnionOrg.objects.get(pk=county.plant.pk).uscc == CODE


def test_no_step_is_skipped(county: County) -> None:
    officer = county["county_officer"]
    made = apply(county)
    with acting_as(officer):
        for step, target in (
            (lambda: registration.approve(actor=officer, obj=made), "已核准"),
            (lambda: registration.ask_supplement(actor=officer, obj=made, note="缺"), "待补正"),
            (lambda: registration.cancel(actor=officer, obj=made, note="缺"), "已注销"),
            (
                lambda: registration.issue(actor=officer, obj=made, uscc=CODE, cert_no="1", issued_on=date(2014, 5, 1)),
                "已发证",
            ),
        ):
            with pytest.raises(ValidationError) as error:
                step()
            assert refused(error) == {"__all__": [f"登记现为“草稿”，不能变为“{target}”。"]}


def test_the_database_knows_the_same_steps(county: County) -> None:
    with everything("test"):
        for start in S:
            for end in S:
                if start == end:
                    continue
                row = (
                    LegalPersonRegistration.objects.create(
                        union=county.mill,
                        legal_rep="甲",
                        address="乙",
                        state=start,
                        uscc=CODE,
                        cert_no="",
                        issued_on=date(2014, 5, 1),
                    )
                    if start != S.ISSUED
                    else LegalPersonRegistration.objects.create(
                        union=county.mill,
                        legal_rep="甲",
                        address="乙",
                        state=start,
                        uscc=CODE,
                        cert_no=f"{end}",
                        issued_on=date(2014, 5, 1),
                    )
                )
                try:
                    with transaction.atomic():
                        LegalPersonRegistration.objects.filter(pk=row.pk).update(state=end, cert_no=f"证{row.pk}")
                    moved = True
                except Error:
                    moved = False
                assert moved == ((start, end) in REGISTRATION_MOVES), (start, end)
                with transaction.atomic():
                    LegalPersonRegistration.objects.filter(pk=row.pk).delete()


def test_what_is_under_review_is_not_changed(county: County) -> None:
    base = county["base_officer"]
    made = apply(county)
    with acting_as(base):
        made = registration.submit(actor=base, obj=made)
        with pytest.raises(ValidationError) as error:
            registration.change_registration(actor=base, obj=made, version=made.version, address="白沙路2号")
    assert refused(error) == {"__all__": ["“已提交”的登记不能再修改。"]}


def test_a_new_certificate_takes_the_place_of_the_old_one(county: County) -> None:
    first = issued(county)
    second = issued(county, cert_no="工法证字第2号", kind=RegistrationKind.RENEW)
    with everything("test"):
        states = dict(LegalPersonRegistration.objects.exclude(cert_no="").values_list("cert_no", "state"))
        assert states == {"工法证字第1号": S.CANCELLED, "工法证字第2号": S.ISSUED}
        assert first.pk != second.pk


def test_to_approve_a_cancellation_cancels_the_certificate(county: County) -> None:
    first = issued(county)
    applied = apply(county, RegistrationKind.CANCEL)
    officer = county["county_officer"]
    with acting_as(officer):
        registration.submit(actor=officer, obj=applied)
        assert registration.approve(actor=officer, obj=applied).state == S.APPROVED
        first.refresh_from_db()
        assert first.state == S.CANCELLED
        with pytest.raises(ValidationError) as error:
            registration.issue(actor=officer, obj=applied, uscc=CODE, cert_no="9", issued_on=date(2014, 5, 1))
    assert refused(error) == {"__all__": ["注销登记核准即完成，不发证。"]}


def test_the_kind_has_to_fit(county: County) -> None:
    with everything("test"):
        committee = add_union(county.federation, "机关工委", OrgType.WORK_COMMITTEE)
    officer = county["county_officer"]
    cases = [
        (county.plant, RegistrationKind.RENEW, "该工会还没有有效的证书，请办设立登记。"),
        (county.plant, RegistrationKind.AGENCY_CODE, "“派出机关领码”只适用于工会工作委员会。"),
        (committee, RegistrationKind.FIRST, "工会工作委员会是派出机关，只办“派出机关领码”。"),
    ]
    for union, kind, said in cases:
        with acting_as(officer), pytest.raises(ValidationError) as error:
            registration.apply(actor=officer, union=union, kind=kind, legal_rep="甲", address="乙")
        assert refused(error) == {"kind": [said]}
    issued(county)
    with pytest.raises(ValidationError) as error:
        apply(county)
    assert refused(error) == {"kind": ["该工会已有有效的证书，请办变更、换领、补领或注销。"]}


def test_a_wrong_code_or_day_is_refused_and_nothing_is_cancelled(county: County) -> None:
    first = issued(county)
    applied = apply(county, RegistrationKind.RENEW)
    officer = county["county_officer"]
    with acting_as(officer):
        registration.submit(actor=officer, obj=applied)
        registration.approve(actor=officer, obj=applied)
        for given, said in (
            ({"uscc": credit_code("91", 5)}, {"uscc": ["工会的统一社会信用代码以 8 开头，请核对是否填了单位的代码。"]}),
            ({"valid_until": date(2014, 5, 1)}, {"__all__": ["有效期要晚于发证日期。"]}),
            ({"cert_no": "工法证字第1号"}, {"__all__": ["这个证书编号已经用过。"]}),
        ):
            with pytest.raises(ValidationError) as error:
                registration.issue(
                    actor=officer, obj=applied, **{"uscc": CODE, "cert_no": "2", "issued_on": date(2014, 5, 1), **given}
                )
            assert refused(error) == said
        first.refresh_from_db()
        assert first.state == S.ISSUED


def test_the_base_applies_and_the_county_decides(county: County) -> None:
    base = county["base_officer"]
    made = apply(county)
    with acting_as(base):
        made = registration.submit(actor=base, obj=made)
        with pytest.raises(PermissionDenied):
            registration.approve(actor=base, obj=made)
        with pytest.raises(PermissionDenied):
            registration.ask_supplement(actor=base, obj=made, note="缺")
    with acting_as(county["other_base_officer"]), pytest.raises(PermissionDenied):
        registration.submit(actor=county["other_base_officer"], obj=made)
