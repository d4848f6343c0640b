"""A period: how it stands, what can be made of it, and what was made."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from desk.jobs import services as jobs
from desk.jobs.kinds import JobKind, kind_of
from desk.jobs.models import Job
from desk.jobs.runs import JobRefused
from desk.jobs.showing import Shown, shown
from jianzhi.year_end.models import Edition, PublicReport, ReportingPeriod, Signature
from jianzhi.year_end.services.editions import EditionBroken, verify, verify_signature
from jianzhi.year_end.services.publishing import inside_of, public_reports
from jianzhi.year_end.tasks.papers import key_of, title_of
from jianzhi.year_end.views.asked import VIEW, period_asked, union_asked
from unions.models import UnionOrg, User
from unions.views import person

EXPORT, SIGN = "year_end.export_reportingperiod", "year_end.sign_edition"
CHANGE = "year_end.change_reportingperiod"
JOBS_SHOWN = 8


@dataclass(frozen=True)
class Build:
    """Something that can be made of a period. `is_of_many`: only for a union that has others below it."""

    code: str
    explain: str
    icon: str
    is_of_many: bool = False

    @property
    def title(self) -> str:
        """What it is called, on the button as in the list of jobs."""
        return str(kind_of(self.code).title)


BUILDS = (
    Build("year_end.workbook", "分章、分单位，带公式核对和图表", "table"),
    Build("year_end.report", "可归档、可打印，带目录和书签", "file-text"),
    Build("year_end.report_docx", "内容相同，供办公室修改", "file"),
    Build("year_end.brief", "PDF，一页", "speakerphone"),
    Build("year_end.figures_csv", "一行一个数字，供其他系统读取", "database"),
    Build("year_end.batch", "每个下级工会一份，打成一个压缩包", "files", is_of_many=True),
)


@dataclass(frozen=True)
class EditionLine:
    """An edition as the page shows it. `is_whole`: it is, to the byte, what was sealed. `public`: its report for everybody.
    `stays_inside`: it was signed, and nothing of it is published.
    """

    edition: Edition
    signature: Signature | None
    is_whole: bool
    public: PublicReport | None
    stays_inside: bool


@never_cache
@permission_required(VIEW, raise_exception=True)
@require_safe
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a period. While one of its jobs goes on, the list of jobs asks itself again every second."""
    user = person(request)
    found = period_asked(user, pk)
    union = union_asked(request, user)
    context: dict[str, Any] = {"period": found, "union": union, **_jobs(user, found)}
    if request.htmx:  # type: ignore[attr-defined]  # by HtmxMiddleware
        return render(request, "year_end/period.html#jobs", context)
    may_export = user.has_perm(EXPORT, union)
    context |= {
        "title": f"{found}年终统计",
        "facts": _facts(found),
        "ways": _ways(user, found, union),
        "builds": [each for each in BUILDS if _is_offered(each, union)] if may_export else [],
        "editions": _editions(found),
        "may_sign": found.is_closed and user.has_perm(SIGN),
        "may_publish": user.has_perm(SIGN),
        "may_change": not found.is_closed and user.has_perm(CHANGE),
    }
    return render(request, "year_end/period.html", context)


@permission_required(EXPORT, raise_exception=True)
@require_POST
def build(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the job that makes `kind` into the queue; while one of the kind goes on, that one is the answer."""
    user = person(request)
    found = period_asked(user, pk)
    union = union_asked(request, user, EXPORT)
    kind = _kind_asked(request.POST.get("kind", ""), union)
    args = {"period": found.pk, "union": union.pk}
    try:
        job = jobs.start(kind=kind, owner=user, args=args, key=key_of(found, union), title=title_of(kind, found, union))
    except JobRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"“{job.title}”已在后台生成，进度见下。离开本页也不会中断。")
    return redirect(f"{reverse('year_end:period', args=[found.pk])}?union={union.pk}#jobs")


def _kind_asked(code: str, union: UnionOrg) -> JobKind:
    """Raises Http404 for what cannot be made of the union."""
    if not any(each.code == code and _is_offered(each, union) for each in BUILDS):
        raise Http404("没有这种文件。")
    return kind_of(code)


def _is_offered(each: Build, union: UnionOrg) -> bool:
    """Whether it can be made here and now."""
    if each.is_of_many and not union.children.exists():
        return False
    try:
        kind_of(each.code)
    except JobRefused:
        return False
    return True


def _jobs(user: User, period: ReportingPeriod) -> dict[str, Any]:
    """The last jobs that were asked for this period, as far as the person may see them."""
    rows = Job.objects.visible_to(user).filter(kind__startswith="year_end.", args__period=period.pk)
    found: list[Shown] = [shown(job, user) for job in rows.select_related("owner")[:JOBS_SHOWN]]
    return {"jobs": found, "is_moving": any(each.job.is_unfinished for each in found)}


def _facts(period: ReportingPeriod) -> list[dict[str, Any]]:
    facts = {
        "类别": period.get_kind_display(),
        "起止": f"{period.first:%Y-%m-%d} 至 {period.last:%Y-%m-%d}",
        "上报截止": f"{period.due_on:%Y-%m-%d}",
        "更正理由": period.correcting,
    }
    return [{"label": label, "value": value} for label, value in facts.items() if value]


def _ways(user: User, period: ReportingPeriod, union: UnionOrg) -> list[tuple[str, str, str]]:
    """Address, icon and name of the pages of this period that the person may enter."""
    of_union = f"?union={union.pk}"
    every = (
        ("year_end:figures", "chart-bar", "数据看板", "", of_union),
        ("year_end:returns", "list-check", "上报情况", "", ""),
        ("year_end:entry", "edit", "填报数据", "year_end.change_enteredfigure", of_union),
        ("year_end:targets", "flag", "年度目标", "year_end.view_target", of_union),
        ("year_end:texts", "file-text", "文字与照片", "year_end.change_chaptertext", ""),
        ("year_end:preview", "eye", "报告预览", "", of_union),
    )
    return [
        (f"{reverse(name, args=[period.pk])}{query}", icon, label)
        for name, icon, label, right, query in every
        if not right or user.has_perm(right)
    ]


def _editions(period: ReportingPeriod) -> list[EditionLine]:
    rows = period.editions.select_related("made_by", "signature").order_by("-number")
    public: dict[int, PublicReport] = {}
    for made in public_reports().filter(edition__period=period):
        public.setdefault(made.edition_id, made)
    inside = inside_of(period)
    return [
        EditionLine(each, getattr(each, "signature", None), _is_whole(each), public.get(each.pk), each in inside)
        for each in rows
    ]


def _is_whole(edition: Edition) -> bool:
    try:
        verify(edition)
        if signature := getattr(edition, "signature", None):
            verify_signature(signature)
    except EditionBroken:
        return False
    return True
