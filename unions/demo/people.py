"""Who leads the demo county's unions: terms of office, officers, committees, and the certificates of legal persons."""

from datetime import date, timedelta
from typing import Any

from desk.registers.dated import span
from unions.choices import CommitteeKind, Employment, Gender, OrgType, Post, RegistrationKind, RegistrationState
from unions.demo.accounts import SINCE
from unions.demo.bases import Base, Trouble
from unions.demo.codes import UNION, credit_code, id_number, mobile
from unions.demo.draft import Draft
from unions.models import Committee, LegalPersonRegistration, Officer, Term, UnionOrg
from unions.services.days import year_after

# The article: fourteen union workers were recruited for the townships in 2014 (F56).
RECRUITED = 14
FULL_TIME_FROM = 200  # workers, 工会法 §14
WOMEN_FOR_A_COMMITTEE = 25  # women members, 工会法 §11
# The people of the cast who lead the unions they sign in for.
NAMED_CHAIRS = {"建德市白沙化工有限公司工会": ("徐芳", True), "建德市严州石材有限公司工会": ("叶青", True)}
# Each officer has a birthday of his or her own, spread over 30 years: 7919 is prime. The youngest was of age in 2008,
# when the first of those on record took office.
OLDEST, BIRTHDAYS, STEP = date(1956, 1, 1), 10_957, 7_919
_UNDER_WAY = (
    *[RegistrationState.SUBMITTED] * 6,
    *[RegistrationState.SUPPLEMENT] * 4,
    *[RegistrationState.APPROVED] * 3,
    *[RegistrationState.DRAFT] * 2,
)


class People:
    """Gives the unions of a draft their people, one after another."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.chance = draft.chance
        self.number = 0
        self.chair_name = ""
        self.under_way = list(_UNDER_WAY)

    def lead_federation(self, union: UnionOrg) -> None:
        """Five-year terms, full-time officers, both committees, a certificate."""
        terms = self._terms(union, union.founded_on, 5, skip_last=False)
        since = terms[0].elected_on
        is_joint = union.org_type in {OrgType.REGIONAL_JOINT, OrgType.SECTORAL_JOINT}
        how = Employment.PART_TIME if is_joint else Employment.FULL_TIME
        for post in (Post.CHAIR, Post.VICE_CHAIR, Post.AUDIT_CHAIR, Post.WOMEN_CHAIR):
            self._officer(union, terms[-1], post, since, employment=how if post == Post.CHAIR else Employment.PART_TIME)
        self._committee(union, CommitteeKind.AUDIT, since)
        self._committee(union, CommitteeKind.WOMEN, since)
        self._certificate(union, terms)

    def recruit(self, townships: list[UnionOrg]) -> None:
        """The union workers recruited in 2014."""
        for union in self.chance.sample(townships, RECRUITED):
            since = self.draft.day_in(date(2014, 4, 1), date(2014, 6, 30))
            self._officer(union, None, Post.ORGANISER, since, employment=Employment.CONTRACTED)

    def lead_base(self, base: Base) -> None:
        """What a grass-roots union has, but for its trouble."""
        union, trouble = base.union, base.trouble
        if trouble == Trouble.EMPTY:
            return
        first = union.founded_on + timedelta(days=self.chance.randint(0, 20))
        terms = self._terms(union, first, union.term_years, skip_last=trouble == Trouble.OVERDUE)
        self._chair(union, terms, has_left=trouble == Trouble.CHAIR_LEFT)
        self._others(union, terms)
        self._committees(union, first)
        if self.chance.random() > 0.02:
            self._certificate(union, terms)
        elif self.under_way:
            self._application(union)

    # --- terms --------------------------------------------------------------------------------------------------------
    def _terms(self, union: UnionOrg, first: date, years: int, *, skip_last: bool) -> list[Term]:
        """One term after another up to the draft's last day, of which those are on record that had not ended when the
        records begin; without the last one where re-election is overdue.
        """
        elections = [first]
        while (following := year_after(first, years * len(elections))) <= self.draft.until:
            elections.append(following)
        terms = [
            Term(
                union=union,
                number=number,
                elected_on=day,
                ends_on=year_after(day, years),
                approval_doc_no=union.approval_doc_no if number == 1 else "",
            )
            for number, day in enumerate(elections, start=1)
            if year_after(day, years) > SINCE
        ]
        if skip_last and len(terms) > 1:
            terms.pop()
        self.draft.terms += terms
        return terms

    # --- officers -----------------------------------------------------------------------------------------------------
    def _chair(self, union: UnionOrg, terms: list[Term], *, has_left: bool) -> None:
        how = Employment.FULL_TIME if union.worker_count >= FULL_TIME_FROM else Employment.PART_TIME
        since, handover = terms[0].elected_on, date(2015, 3, 1) + timedelta(days=self.chance.randint(0, 240))
        if has_left:
            self._officer(union, terms[0], Post.CHAIR, since, max(since, handover), employment=how)
        elif since < date(2014, 6, 1) and self.draft.happens(0.06) and union.name not in NAMED_CHAIRS:
            self._officer(union, terms[0], Post.CHAIR, since, handover, employment=how)
            self._officer(union, terms[-1], Post.CHAIR, handover + timedelta(days=1), employment=how)
        else:
            self._officer(union, terms[-1], Post.CHAIR, since, employment=how, person=NAMED_CHAIRS.get(union.name))

    def _others(self, union: UnionOrg, terms: list[Term]) -> None:
        posts = [
            (Post.VICE_CHAIR, union.worker_count >= 60),
            (Post.FINANCE, union.books_kept and self.draft.happens(0.5)),
            (Post.COMMITTEE_MEMBER, union.worker_count >= 30),
            (Post.COMMITTEE_MEMBER, union.worker_count >= 100),
        ]
        for post, is_filled in posts:
            if is_filled:
                self._officer(union, terms[-1], post, terms[0].elected_on)

    def _officer(
        self,
        union: UnionOrg,
        term: Term | None,
        post: Post,
        since: date,
        until: date | None = None,
        *,
        employment: Employment = Employment.PART_TIME,
        person: tuple[str, bool] | None = None,
    ) -> None:
        self.number += 1
        name, is_woman = person or self.draft.names.person(of_women=post == Post.WOMEN_CHAIR)
        if post == Post.CHAIR:
            self.chair_name = name
        birthday = OLDEST + timedelta(days=self.number * STEP % BIRTHDAYS)
        self.draft.officers.append(
            Officer(
                union=union,
                term=term,
                name=name,
                gender=Gender.FEMALE if is_woman else Gender.MALE,
                id_number=id_number(birthday, self.number, is_woman=is_woman),
                phone=mobile(self.number + 4_000),
                post=post,
                employment=employment,
                held=span(since, until),
            )
        )

    # --- committees and certificates ----------------------------------------------------------------------------------
    def _committees(self, union: UnionOrg, since: date) -> None:
        if not self.draft.happens(0.06):
            self._committee(union, CommitteeKind.AUDIT, since)
        if union.female_members >= WOMEN_FOR_A_COMMITTEE and not self.draft.happens(0.08):
            self._committee(union, CommitteeKind.WOMEN, since)

    def _committee(self, union: UnionOrg, kind: CommitteeKind, since: date) -> None:
        members = self.chance.choice((3, 3, 5))
        self.draft.committees.append(Committee(union=union, kind=kind, members=members, held=span(since)))

    def _certificate(self, union: UnionOrg, terms: list[Term]) -> None:
        self.number += 1
        union.uscc = credit_code(UNION, self.number)
        last = terms[-1]
        issued_on = last.elected_on + timedelta(days=self.chance.randint(10, 60))
        is_agency = union.org_type == OrgType.WORK_COMMITTEE
        kind = RegistrationKind.RENEW if last.number > 1 else RegistrationKind.FIRST
        self._registration(
            union,
            kind=RegistrationKind.AGENCY_CODE if is_agency else kind,
            state=RegistrationState.ISSUED,
            uscc=union.uscc,
            cert_no=f"工法证字第1108{self.number:05d}号",
            submitted_on=issued_on - timedelta(days=5),
            issued_on=min(issued_on, self.draft.until),
            valid_until=last.ends_on,
        )

    def _application(self, union: UnionOrg) -> None:
        state = self.under_way.pop()
        submitted_on = (
            None if state == RegistrationState.DRAFT else self.draft.day_in(date(2015, 9, 1), date(2015, 12, 20))
        )
        note = "请补充住所使用证明。" if state == RegistrationState.SUPPLEMENT else ""
        self._registration(union, state=state, submitted_on=submitted_on, note=note)

    def _registration(self, union: UnionOrg, **facts: Any) -> None:
        registration = LegalPersonRegistration(
            union=union, legal_rep=self.chair_name, address=union.address or "建德市", **facts
        )
        self.draft.registrations.append(registration)
