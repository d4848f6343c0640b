"""数字工会、牌子工会、空壳工会: each rule with its evidence, and the way of a suspicion."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.utils import timezone

from desk.registers.dated import span
from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from tests.county import County, add_base, add_employer
from tests.unions.services.refusals import refused
from unions.choices import Post, RegistrationState, ShellKind, ShellState
from unions.demo.codes import credit_code
from unions.models import Employer, LegalPersonRegistration, Officer, ShellFlag, ShellRule, Term, UnionOrg
from unions.models.shells import SHELL_MOVES
from unions.services import shells, tree
from unions.services.days import months_before

S = ShellState
DAY = date(2014, 6, 30)


@pytest.fixture
def union(county: County) -> UnionOrg:
    """A union that no rule strikes on DAY."""
    with everything("test"):
        made = add_base(
            county.meicheng,
            "样板工会",
            worker_count=100,
            member_count=90,
            bank_account_opened=True,
            books_kept=True,
            founded_on=date(2010, 1, 1),
        )
        add_employer(made, "样板厂", credit_code("91", 9), covered=False)
        Term.objects.create(union=made, number=1, elected_on=date(2013, 3, 1), ends_on=date(2014, 12, 31))
        Officer.objects.create(union=made, name="钱江", post=Post.CHAIR, held=span(date(2013, 3, 1)))
        LegalPersonRegistration.objects.create(
            union=made,
            legal_rep="钱江",
            address="乙",
            state=RegistrationState.ISSUED,
            uscc=credit_code("81", 9),
            cert_no="证9",
            issued_on=date(2013, 5, 1),
        )
    return made


def struck(union: UnionOrg, day: date = DAY) -> dict[str, str]:
    """The rules that strike `union` as they are set at first, with the fact each found."""
    with everything("test"):
        only = UnionOrg.objects.filter(pk=union.pk)
        return {
            rule.code: fact
            for rule in shells.RULES.values()
            for _, fact in rule.find(only, rule.default_threshold, day)
        }


def test_a_working_union_is_not_suspected(union: UnionOrg) -> None:
    assert struck(union) == {}


def _left(union: UnionOrg) -> None:
    Officer.objects.filter(union=union).update(held=span(date(2013, 3, 1), date(2013, 12, 29)))


TROUBLES: list[tuple[Callable[[UnionOrg], Any], dict[str, str]]] = [
    (lambda u: UnionOrg.objects.filter(pk=u.pk).update(member_count=0), {"too-few-members": "会员 0 人，不足 1 人。"}),
    (
        lambda u: UnionOrg.objects.filter(pk=u.pk).update(member_count=101),
        {"members-exceed-workers": "填报会员 101 人，多于职工 100 人。"},
    ),
    (lambda u: Employer.objects.filter(union=u).delete(), {"no-employer": "填报会员 90 人，但没有登记任何涵盖单位。"}),
    (
        lambda u: Employer.objects.filter(union=u).update(deregistered_on=date(2014, 6, 30)),
        {"employers-gone": "涵盖单位已全部注销，最后一家注销于 2014-06-30。"},
    ),
    (
        lambda u: Term.objects.filter(union=u).update(ends_on=date(2013, 6, 30)),
        {"term-expired": "本届已于 2013-06-30 届满，没有换届记录。"},
    ),
    (lambda u: Term.objects.filter(union=u).delete(), {"never-elected": "2010-01-01 成立，没有任何届期记录。"}),
    (
        _left,
        {"chair-vacant": "主席自 2013-12-30 起空缺。", "no-officers": "近 6 个月没有任何干部在任。"},
    ),
    (
        lambda u: Officer.objects.filter(union=u).update(post=Post.FINANCE),
        {"chair-vacant": "从未有主席任职记录。"},
    ),
    (
        lambda u: LegalPersonRegistration.objects.filter(union=u).delete(),
        {"not-registered": "2010-01-01 成立，没有法人资格证书。"},
    ),
    (
        lambda u: UnionOrg.objects.filter(pk=u.pk).update(bank_account_opened=False, books_kept=False),
        {"no-account-and-books": "2010-01-01 成立，未开立账户，也未独立建账。"},
    ),
]


@pytest.mark.parametrize(("trouble", "found"), TROUBLES)
def test_each_rule_says_what_it_found(
    union: UnionOrg, trouble: Callable[[UnionOrg], Any], found: dict[str, str]
) -> None:
    with everything("test"):
        trouble(union)
    assert struck(union) == found


def test_every_rule_is_tried_above() -> None:
    assert {code for _, found in TROUBLES for code in found} == set(shells.RULES)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (lambda u: Term.objects.filter(union=u).update(ends_on=date(2013, 7, 1)), "term-expired"),
        (
            lambda u: Officer.objects.filter(union=u).update(held=span(date(2013, 3, 1), date(2013, 12, 30))),
            "no-officers",
        ),
        (lambda u: Employer.objects.filter(union=u).update(deregistered_on=date(2014, 7, 1)), "employers-gone"),
    ],
)
def test_a_day_short_of_the_threshold_is_not_yet_suspect(
    union: UnionOrg, trouble: Callable[[UnionOrg], Any], code: str
) -> None:
    with everything("test"):
        trouble(union)
    assert code not in struck(union)


def test_months_are_counted_by_the_calendar() -> None:
    assert months_before(date(2014, 8, 31), 6) == date(2014, 2, 28)
    assert months_before(date(2016, 2, 29), 12) == date(2015, 2, 28)
    assert months_before(date(2015, 1, 1), 1) == date(2014, 12, 1)
    assert months_before(date(2014, 6, 30), 0) == date(2014, 6, 30)


def test_the_rules_ship_with_the_portal(db: None) -> None:
    shipped = {rule.code: (rule.kind, rule.threshold, rule.is_on) for rule in ShellRule.objects.all()}
    assert shipped == {rule.code: (rule.default_kind, rule.default_threshold, True) for rule in shells.RULES.values()}


class TestSuspect:
    def test_findings_of_one_kind_make_one_suspicion_with_all_its_evidence(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            flags = {f.kind: f for f in shells.suspect(actor=officer, union=county.quarry)}
            assert set(flags) == {ShellKind.NAMEPLATE_ONLY, ShellKind.EMPTY_SHELL}
            evidence = ShellFlag.objects.get(union=county.quarry, kind=ShellKind.EMPTY_SHELL).evidence
            assert evidence == [
                {
                    "rule": "no-account-and-books",
                    "title": "无账户且未建账",
                    "fact": "2013-03-01 成立，未开立账户，也未独立建账。",
                    "threshold": 12,
                },
                {"rule": "no-officers", "title": "没有干部", "fact": "近 6 个月没有任何干部在任。", "threshold": 6},
            ]
            assert flags[ShellKind.EMPTY_SHELL].found_on == timezone.localdate()

    def test_what_is_open_is_not_suspected_again(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            assert len(shells.suspect(actor=officer)) > 0
            assert shells.suspect(actor=officer) == []

    def test_what_was_cleared_rests_unless_something_new_is_found(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            (flag,) = [f for f in shells.suspect(actor=officer, union=county.quarry) if f.kind == ShellKind.EMPTY_SHELL]
            shells.verify(actor=officer, obj=flag)
            shells.clear(actor=officer, obj=flag, note="正常")
            assert shells.suspect(actor=officer, union=county.quarry) == []
            UnionOrg.objects.filter(pk=county.quarry.pk).update(member_count=0)
            (again,) = shells.suspect(actor=officer, union=county.quarry)
            assert [item["rule"] for item in again.evidence] == [
                "no-account-and-books",
                "no-officers",
                "too-few-members",
            ]

    def test_a_rule_can_be_switched_off_set_or_pointed_elsewhere(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            ShellRule.objects.exclude(code="too-few-members").update(is_on=False)
            assert shells.suspect(actor=officer) == []
            rule = ShellRule.objects.get(code="too-few-members")
            shells.change_rule(actor=officer, obj=rule, version=1, threshold=36, kind=ShellKind.NUMERIC_ONLY)
            flags = shells.suspect(actor=officer)
            assert [(f.union_id, f.kind, f.evidence[0]["fact"]) for f in flags] == [
                (county.quarry.pk, "numeric_only", "会员 35 人，不足 36 人。")
            ]
            with pytest.raises(Conflict):
                shells.change_rule(actor=officer, obj=rule, version=1, is_on=False)

    def test_it_looks_at_the_own_branch_alone(self, county: County) -> None:
        officer = county["town_officer"]
        with acting_as(officer):
            assert {f.union_id for f in shells.suspect(actor=officer)} == {county.plant.pk, county.mill.pk}
            with pytest.raises(PermissionDenied):
                shells.suspect(actor=officer, union=county.quarry)
        for name in ("base_officer", "county_leader", "auditor", "stranger"):
            with acting_as(county[name]), pytest.raises(PermissionDenied):
                shells.suspect(actor=county[name])


class TestTheWay:
    @pytest.fixture
    def flag(self, county: County) -> ShellFlag:
        with everything("test"):
            return ShellFlag.objects.create(
                union=county.quarry, kind=ShellKind.EMPTY_SHELL, found_on=DAY, evidence=[{"rule": "no-officers"}]
            )

    def test_from_suspicion_to_a_working_union(self, county: County, flag: ShellFlag) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            for verb, state in (
                (shells.verify, S.VERIFYING),
                (shells.confirm, S.CONFIRMED),
                (shells.rectify, S.RECTIFYING),
                (shells.reactivate, S.REACTIVATED),
            ):
                flag = verb(actor=officer, obj=flag, note=f"到{state.label}")
                assert (flag.state, flag.note, flag.decided_on) == (state, f"到{state.label}", timezone.localdate())

    def test_written_off_only_when_the_union_is_closed(self, county: County, flag: ShellFlag) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            for verb in (shells.verify, shells.confirm, shells.rectify):
                flag = verb(actor=officer, obj=flag, note="核实")
            with pytest.raises(ValidationError) as error:
                shells.cancel(actor=officer, obj=flag, note="企业已注销")
            assert refused(error) == {
                "__all__": ["“建德市严州石材有限公司工会”还没有撤并。请先办理撤销或并入，再把排查标为注销。"]
            }
            tree.merge(actor=officer, obj=county.quarry, into=county.plant, day=date(2014, 7, 1))
            flag = ShellFlag.objects.get(pk=flag.pk)
            assert shells.cancel(actor=officer, obj=flag, note="企业已注销").state == S.CANCELLED

    def test_a_step_needs_its_reason_and_its_turn(self, county: County, flag: ShellFlag) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            with pytest.raises(ValidationError) as error:
                shells.confirm(actor=officer, obj=flag, note=" ")
            assert refused(error) == {"note": ["请写明理由。"]}
            with pytest.raises(ValidationError) as error:
                shells.confirm(actor=officer, obj=flag, note="空壳")
            assert refused(error) == {"__all__": ["排查现为“疑似”，不能变为“已确认”。"]}

    def test_the_database_knows_the_same_steps(self, county: County) -> None:
        with everything("test"):
            for start in S:
                for end in set(S) - {start}:
                    row = ShellFlag.objects.create(
                        union=county.mill, kind=ShellKind.EMPTY_SHELL, found_on=DAY, state=start
                    )
                    try:
                        with transaction.atomic():
                            ShellFlag.objects.filter(pk=row.pk).update(state=end)
                        moved = True
                    except Error:
                        moved = False
                    assert moved == ((start, end) in SHELL_MOVES), (start, end)
                    row.delete()

    def test_the_base_does_not_judge_itself(self, county: County, flag: ShellFlag) -> None:
        with acting_as(county["other_base_officer"]), pytest.raises(PermissionDenied):
            shells.verify(actor=county["other_base_officer"], obj=flag, note="没有问题")
