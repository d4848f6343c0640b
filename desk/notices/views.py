"""One's own notices, and the outbox for the system administration."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from desk.notices import services
from desk.notices.choices import State
from desk.notices.models import Notice
from desk.notices.querysets import NoticeQuerySet

PER_PAGE = 20
UNREAD = "unread"


@never_cache
@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """One's own notices, the newest first."""
    shown_at = timezone.now()  # before the rows are read: what comes in between is not marked as read unseen
    state = request.GET.get("state", "")
    if state not in {"", UNREAD}:
        raise Http404("没有这种通知状态")
    own: NoticeQuerySet = Notice.objects.visible_to(request.user)
    unread = own.unread()
    page = Paginator(unread if state else own, PER_PAGE).get_page(request.GET.get("page"))
    number = unread.count()
    context = {
        "title": "通知",
        "notices": page,
        "facets": [
            {"label": "全部", "url": "?", "count": own.count() if state else page.paginator.count, "active": not state},
            {"label": "未读", "url": f"?state={UNREAD}", "count": number, "active": bool(state)},
        ],
        "unread": number,
        "shown_at": shown_at.isoformat(),
        **_pages(page, {"state": state} if state else {}),
    }
    return render(request, "desk/notices/list.html", context)


def _pages(page: Page, kept: dict[str, str]) -> dict[str, str]:
    """The addresses before and after, with what else is asked for `kept`."""

    def url(number: int) -> str:
        return f"?{urlencode({**kept, 'page': number})}"

    return {
        "prev_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
        "count_text": f"显示第 {page.start_index()}–{page.end_index()} 条，共 {page.paginator.count} 条",
    }


@login_required
@require_POST
def notice_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark the notice as read, and go where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.read(actor=request.user, notice=notice)
    return redirect(notice.url or "notices:list")


@login_required
@require_POST
def notice_read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything the page showed as read, on all its pages."""
    until = _moment(request.POST.get("until", ""))
    if until is not None and (number := services.read_all(actor=request.user, until=until)):
        messages.success(request, f"{number} 条通知已标为已读。")
    return redirect("notices:list")


def _moment(text: str) -> Any:
    """The moment our own page wrote into its form; None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


@never_cache
@login_required
@permission_required("notices.view_notice", raise_exception=True)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Mails and short messages that have not gone out, with why; addresses are masked."""
    state = request.GET.get("state", "")
    if state not in {"", State.FAILED}:
        raise Http404("没有这种发送状态")
    unsent: NoticeQuerySet = Notice.objects.unsent()
    failed = unsent.filter(state=State.FAILED)
    page = Paginator((failed if state else unsent).order_by("-created_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": "待发通知",
        "notices": page,
        "facets": [
            {"label": "全部", "url": "?", "count": unsent.count(), "active": not state},
            {"label": "发送失败", "url": f"?state={State.FAILED}", "count": failed.count(), "active": bool(state)},
        ],
        "may_resend": request.user.has_perm("notices.change_notice"),
        **_pages(page, {"state": state} if state else {}),
    }
    return render(request, "desk/notices/outbox.html", context)


@login_required
@permission_required("notices.change_notice", raise_exception=True)
@require_POST
def notice_resend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try a notice again that was given up."""
    notice = get_object_or_404(Notice.objects.unsent(), pk=pk)
    try:
        services.resend(actor=request.user, notice=notice)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"“{notice.subject}”已重新放入待发，一分钟内再次发送。")
    return redirect("notices:outbox")
