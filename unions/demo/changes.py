"""What happened to the demo county's unions in 2014 and 2015, done by the services as an officer would."""

from datetime import date

from django.db.models import QuerySet

from unions.choices import OrgStatus, OrgType
from unions.models import Employer, UnionOrg, User
from unions.services import shells, tree

# So that those founded in 2014 all stand.
LAST_DAY_OF_FOUNDING = date(2013, 12, 31)


def happen(officer: User, park: UnionOrg) -> None:
    """Three moves to the park, six new names, three mergers, two unions dissolved."""
    works = [union for union in _settled("single").filter(industry="C") if not _is_large(union.name)]
    joints = list(_settled("joint"))
    _move(officer, works[40:160:40], park)
    _rename(officer, works[11:131:20])
    _merge(officer, joints)
    _dissolve(officer)


def be_suspected(officer: User) -> None:
    """The first search for shell unions, and some suspicions already on their way."""
    flags = shells.suspect(actor=officer)
    way = (shells.verify, shells.confirm, shells.rectify, shells.reactivate)
    for steps, flag in enumerate(flags[:: max(1, len(flags) // 12)][:12]):
        current = flag
        for step in way[: steps % 5]:
            current = step(actor=officer, obj=current, note="实地走访核实。")
    cleared = shells.verify(actor=officer, obj=flags[-1], note="电话核实。")
    shells.clear(actor=officer, obj=cleared, note="资料已补报，经核实正常开展活动。")


def _is_large(name: str) -> bool:
    return "股份" in name or "集团" in name


def _settled(form: str) -> QuerySet[UnionOrg]:
    """Grass-roots unions of this form right under a township, founded before 2014, above the reach of any trouble."""
    return (
        UnionOrg.objects.filter(
            org_type=OrgType.GRASSROOTS,
            grassroots_form=form,
            founded_on__lte=LAST_DAY_OF_FOUNDING,
            parent__org_type=OrgType.TOWNSHIP_FEDERATION,
            appointments=None,
        )
        .exclude(member_count=0)
        .select_related("parent")
        .order_by("pk")
    )


def _move(officer: User, unions: list[UnionOrg], park: UnionOrg) -> None:
    for union, day in zip(unions, (date(2014, 3, 1), date(2014, 6, 1), date(2014, 7, 1)), strict=True):
        tree.move(actor=officer, obj=union, parent=park, day=day, doc_no="建总工〔2014〕12号", reason="企业搬迁入园")


def _rename(officer: User, unions: list[UnionOrg]) -> None:
    for month, union in enumerate(unions, start=4):
        of_works = union.name.endswith("厂工会")
        name = (
            union.name.replace("厂工会", "有限公司工会") if of_works else union.name.replace("有限公司", "科技有限公司")
        )
        tree.rename(actor=officer, obj=union, name=name, day=date(2014, month, 15), reason="单位更名")


def _merge(officer: User, joints: list[UnionOrg]) -> None:
    """Three times the second joint union of a town goes into the first."""
    by_town: dict[int | None, list[UnionOrg]] = {}
    for union in joints:
        by_town.setdefault(union.parent_id, []).append(union)
    pairs = [(unions[1], unions[0]) for unions in by_town.values() if len(unions) > 3][:3]
    for (union, into), day in zip(pairs, (date(2014, 5, 20), date(2014, 10, 1), date(2014, 12, 15)), strict=True):
        tree.merge(
            actor=officer, obj=union, into=into, day=day, doc_no="建总工〔2014〕33号", reason="会员过少，合并组建"
        )


def _dissolve(officer: User) -> None:
    """Two unions whose employer has gone."""
    gone = Employer.objects.filter(deregistered_on__lt=date(2015, 9, 1), union__status=OrgStatus.ACTIVE).order_by("pk")
    for employer in gone.select_related("union")[:2]:
        tree.dissolve(actor=officer, obj=employer.union, day=date(2015, 12, 30), reason="企业已注销")
