"""Returns: what a union does with its own, and what the union above does with it.

The moves themselves are declared in procedure.py; here stands what belongs to them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from desk.cases import services as cases
from desk.cases.place import Place
from desk.notices.services import digest
from desk.registers.versions import save_changes
from desk.vault.scope import everything
from jianzhi.year_end.choices import MISSING
from jianzhi.year_end.models import StatisticalReturn
from jianzhi.year_end.procedure import DECIDE, RECEIVE, SUBMIT
from jianzhi.year_end.services import figures, kept
from jianzhi.year_end.services.logic import Finding, findings
from unions.access import RIGHTS, demand
from unions.choices import Post
from unions.models import Appointment, Officer, UnionOrg, User

LONGEST = 200  # of an explanation
SHOWN = 5  # errors told at once
TOPIC, OWN = "year_end.remind", "year_end.own_return"


def findings_of(obj: StatisticalReturn) -> list[Finding]:
    """What the checks say about the figures of a return as they are now; nothing about a union that has none.

    To be asked by who may read the return.
    """
    cube = kept.at_hand(obj.period).cube
    if obj.union_id not in cube.by_pk:
        return []
    return findings(cube.cut(obj.union_id), obj.union_id, obj.explanations)


@transaction.atomic
def explain(*, actor: User, obj: StatisticalReturn, version: int, explanations: Mapping[str, str]) -> StatisticalReturn:
    """Writes down why figures differ so much from last year's, by code; a blank takes an explanation back.

    Raises PermissionDenied, ValidationError; Conflict (desk.registers.versions) when somebody else saved in between.
    """
    demand(actor, SUBMIT, Place(obj, "union"))
    figures.demand_open(obj.period, obj.union)
    said = {code: text.strip() for code, text in explanations.items()}
    if any(len(text) > LONGEST for text in said.values()):
        raise ValidationError(f"变动说明每项最多 {LONGEST} 个字。")
    kept = {code: text for code, text in {**obj.explanations, **said}.items() if text}
    return save_changes(obj, version=version, changed={"explanations": kept})


@transaction.atomic
def submit(
    *, actor: User, obj: StatisticalReturn, responsible: str, preparer: str, text: str = ""
) -> StatisticalReturn:
    """上报: the union's word that its figures are right, signed with two names. Of the county's own, others are told.

    Raises PermissionDenied; ValidationError also while a check finds an error or a jump is not explained.
    """
    demand(actor, SUBMIT, Place(obj, "union"))
    _demand_open(obj)
    wrong = [finding for finding in findings_of(obj) if finding.is_error]
    if wrong:
        more = f" 还有 {len(wrong) - SHOWN} 项。" if len(wrong) > SHOWN else ""
        told = "".join(f"{finding.code} {finding.text}" for finding in wrong[:SHOWN])
        raise ValidationError(f"逻辑检查有 {len(wrong)} 处错误，没有上报。{told}{more}请在填报页更正后再上报。")
    submitted = cases.move(
        actor=actor,
        obj=obj,
        slug="submit",
        text=text,
        responsible=responsible.strip(),
        preparer=preparer.strip(),
    )
    if _is_own(obj):
        digest(
            to=[each.user for each in _others_who_decide(actor, obj)],
            topic=OWN,
            slot=str(obj.period_id),
            subject=f"请审核{obj.union_name}{obj.period}统计报表",
            text=f"由{actor}上报，须由另一人审核。",
            url=obj.get_absolute_url(),
        )
    return submitted


def signers(obj: StatisticalReturn, user: User) -> dict[str, str]:
    """The two names a return will probably be signed with, by field: those it was handed in with before; else the chair
    of the union today, and `user`.
    """
    chair = Officer.objects.on(timezone.localdate()).filter(union=obj.union_id, post=Post.CHAIR).first()
    return {
        "responsible": obj.responsible or (chair.name if chair else ""),
        "preparer": obj.preparer or str(user),
    }


def decide(*, actor: User, obj: StatisticalReturn, slug: str, text: str = "") -> StatisticalReturn:
    """Approves, sends back or reopens a return. Raises PermissionDenied, ValidationError.

    Who handed in the county's own does not approve it. The database holds it too (NobodyApprovesTheirOwn).
    """
    demand(actor, DECIDE, Place(obj, "receiver"))
    _demand_open(obj)
    if slug == "approve" and (reason := why_not_approve(obj, actor)):
        raise ValidationError(reason)
    return cases.move(actor=actor, obj=obj, slug=slug, text=text)


@transaction.atomic
def remind(*, actor: User, obj: StatisticalReturn, text: str = "") -> int:
    """催报: tells the officers of a union that its return is missing; where nobody is appointed, those above it.

    One notice a day for each person, with the number of returns in it. Gives how many people were told. Raises
    PermissionDenied, ValidationError for a return that is not missing, and when there is nobody to tell.
    """
    demand(actor, RECEIVE, Place(obj, "receiver"))
    _demand_open(obj)
    if obj.state not in MISSING:
        raise ValidationError(f"{obj.union_name}的报表{obj.get_state_display()}，不用催报。")
    people = responsible_for(obj)
    if not people:
        raise ValidationError(f"{obj.union_name}和它的上级都没有负责上报的账号，请先任命。")
    due = f"上报截止 {obj.period.due_on:%Y-%m-%d}。"
    digest(
        to=people,
        topic=TOPIC,
        slot=f"{obj.period_id}:{timezone.localdate()}",
        subject=f"请上报{obj.period}统计报表",
        text=" ".join(filter(None, (due, text.strip()))),
        url=f"{reverse('returns:list')}?period={obj.period_id}&missing=true",
    )
    return len(people)


def responsible_for(obj: StatisticalReturn) -> Sequence[User]:
    """Who hands in the return: the officers of the union itself, or of the nearest union above that has any."""
    with everything("年终统计：催报"):
        path = UnionOrg.objects.values_list("path", flat=True).get(pk=obj.union_id)
        steps = [int(step) for step in path.split(".")[:-1]]
        by_union: dict[int, list[User]] = {}
        for appointment in _appointed(SUBMIT, steps):
            by_union.setdefault(appointment.union_id, []).append(appointment.user)
    return next((by_union[step] for step in reversed(steps) if step in by_union), [])


def _appointed(right: str, unions: Sequence[int]) -> QuerySet[Appointment]:
    """Today's appointments at one of `unions` that give `right`, of people who can sign in."""
    roles = [role for role, given in RIGHTS.items() if right in given]
    found = Appointment.objects.on(timezone.localdate()).filter(union__in=unions, role__in=roles, user__is_active=True)
    return found.select_related("user").order_by("user_id")


# --- the county's own -------------------------------------------------------------------------------------------------
def _is_own(obj: StatisticalReturn) -> bool:
    """Whether nobody stands above its union, so that it receives its own return."""
    return obj.union_id == obj.receiver_id


def _others_who_decide(actor: User, obj: StatisticalReturn) -> list[Appointment]:
    with everything("年终统计：本级报表由谁审核"):
        return [each for each in _appointed(DECIDE, [obj.receiver_id]) if each.user_id != actor.pk]


def why_not_approve(obj: StatisticalReturn, user: User) -> str:
    """Why `user`, who has handed in the county's own return, does not approve it, with the names of those who may. ""
    for all others.
    """
    if not _is_own(obj):
        return ""
    submitted = obj.entries.filter(move="submit").order_by("case_version").last()
    if submitted is None or submitted.actor_id != user.pk:
        return ""
    others = "、".join(f"{each.user}（{each.get_role_display()}）" for each in _others_who_decide(user, obj))
    who = (
        f"可以审核的有：{others}。"
        if others
        else "现在没有别人有权审核，请安全保密管理员任命领导或另一位县级工会干部。"
    )
    return f"本级报表由您上报，须由另一人审核。{who}"


def _demand_open(obj: StatisticalReturn) -> None:
    if obj.period.is_closed:
        raise ValidationError(f"{obj.period}已关账，报表不能再办理。")


def explanations_by_union(returns: Any) -> dict[int, dict[str, str]]:
    """What the unions of these returns explained, for logic.all_findings."""
    return {pk: said for pk, said in returns.values_list("union_id", "explanations") if said}
