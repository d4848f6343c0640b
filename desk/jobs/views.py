"""The jobs page: what was asked for, how far it is, and what came of it."""

import mimetypes
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from desk.jobs import services
from desk.jobs.choices import UNFINISHED, State
from desk.jobs.models import Job
from desk.jobs.querysets import JobQuerySet
from desk.jobs.runs import JobRefused
from desk.jobs.showing import shown

PER_PAGE = 20
FACETS = {
    "": ("全部", Q()),
    "unfinished": ("进行中", Q(state__in=UNFINISHED)),
    "done": ("已完成", Q(state=State.DONE)),
    "failed": ("失败", Q(state=State.FAILED)),
    "cancelled": ("已取消", Q(state=State.CANCELLED)),
}


def _jobs(request: HttpRequest) -> JobQuerySet:
    return Job.objects.visible_to(request.user).select_related("owner")


@never_cache
@login_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """One's own jobs, and those of others one may see. Asks itself again every second while something goes on."""
    state = request.GET.get("state", "")
    if state not in FACETS:
        raise Http404("没有这种任务状态")
    page = Paginator(_jobs(request).filter(FACETS[state][1]), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "任务",
        "jobs": [shown(job, request.user) for job in page],
        "facets": _facets(request, state),
        "is_moving": any(job.is_unfinished for job in page),
        "page": page,
        "page_query": urlencode({"state": state}) if state else "",
    }
    return _draw(request, "list", "list", context)


def _draw(request: HttpRequest, name: str, region: str, context: dict[str, Any]) -> HttpResponse:
    """The page `name`, or only the part of it that moves when htmx asks again."""
    asks_for_part = request.htmx  # type: ignore[attr-defined]  # by HtmxMiddleware
    return render(request, f"desk/jobs/{name}.html#{region}" if asks_for_part else f"desk/jobs/{name}.html", context)


def _facets(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    counts = Job.objects.visible_to(request.user).aggregate(
        **{f"n_{name}": Count("pk", filter=condition) for name, (_, condition) in FACETS.items()}
    )
    return [
        {"label": label, "url": f"?state={name}", "count": counts[f"n_{name}"], "active": name == chosen}
        for name, (label, _) in FACETS.items()
    ]


@never_cache
@login_required
@require_safe
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One job with its record."""
    job = get_object_or_404(_jobs(request), pk=pk)
    context = {"title": job.title, "item": shown(job, request.user), "facts": _facts(job)}
    return _draw(request, "detail", "job", context)


def _moment(when: datetime | None) -> str:
    return f"{timezone.localtime(when):%Y-%m-%d %H:%M:%S}" if when else ""


def _facts(job: Job) -> list[dict[str, Any]]:
    kept = job.result_expires_at if job.has_result else None
    facts = {
        "编号": job.pk,
        "提交人": job.owner,
        "提交时间": _moment(job.created_at),
        "开始时间": _moment(job.started_at),
        "结束时间": _moment(job.finished_at),
        "执行次数": job.token,
        "结果文件": job.download_name,
        "文件保留至": _moment(kept),
        "可下载次数": "一次" if job.fetch_once else "",
        "下载时间": _moment(job.fetched_at),
    }
    return [{"label": label, "value": value} for label, value in facts.items() if value]


@login_required
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a job that has not ended."""
    job = get_object_or_404(_jobs(request), pk=pk)
    try:
        job = services.cancel(job=job, by=request.user)
    except JobRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        going_on = "正在停止，已做的部分不会保存。" if job.is_unfinished else "没有写入任何数据。"
        messages.success(request, f"任务“{job.title}”已取消，{going_on}")
    return _back(request, job)


@login_required
@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a failed or cancelled job into the queue again."""
    job = get_object_or_404(_jobs(request), pk=pk)
    try:
        services.retry(job=job, by=request.user)
    except JobRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"任务“{job.title}”已重新排队。")
    return _back(request, job)


def _back(request: HttpRequest, job: Job) -> HttpResponse:
    """To the page the button stood on."""
    return redirect(job) if request.POST.get("from") == "detail" else redirect("jobs:list")


@never_cache
@login_required
@require_GET
def job_file(request: HttpRequest, pk: int) -> Any:
    """The result of a job. Whether it may be fetched is asked at every fetch (promises.md B12)."""
    job = get_object_or_404(_jobs(request), pk=pk)
    try:
        parts = services.fetch(job=job, by=request.user)
    except JobRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(job)
    kind = mimetypes.guess_type(job.download_name)[0] or "application/octet-stream"
    disposition = content_disposition_header(as_attachment=True, filename=job.download_name)
    return StreamingHttpResponse(parts, content_type=kind, headers={"Content-Disposition": disposition})
