"""The inbox, and the attachments of all kinds of cases."""

import logging
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desk.cases import files, inbox, workdays
from desk.cases.models import kinds
from desk.cases.serving import served
from desk.vault.ciphers import SealBroken

logger = logging.getLogger(__name__)


@never_cache
@login_required
@require_safe
def inbox_page(request: HttpRequest) -> HttpResponse:
    """What waits for the person who asks: the numbers, and the cases that fall due first."""
    user: Any = request.user
    lines = inbox.waiting(user)
    today = timezone.localdate()
    context = {
        "title": "待我处理",
        "lines": lines,
        "cases": inbox.nearest(user),
        "number": sum(line.here for line in lines),
        "unpublished": workdays.unpublished(today) and today.year,
    }
    return render(request, "desk/cases/inbox.html", context)


@login_required
@require_safe
def attachment(request: HttpRequest, slug: str, pk: str) -> HttpResponseBase:
    """An attachment, to whoever sees its case now."""
    kind = next((kind for kind in kinds() if kind.procedure.slug == slug), None)
    model = kind and files.files_of(kind)
    if kind is None or model is None:
        raise Http404("没有这种办件。")
    owners: Any = kind._default_manager
    row: Any = get_object_or_404(model, pk=pk, case__in=owners.visible_to(request.user).values("pk"))
    if not request.user.has_perm(f"{kind._meta.app_label}.view_{kind._meta.model_name}", row.case):
        raise PermissionDenied("needs the right to view the case")
    try:
        return served(row)
    except (SealBroken, FileNotFoundError):
        logger.exception("the file of %s %s does not open", model._meta.label, row.pk)
        raise Http404("这个附件打不开，请联系系统管理员。办件的其他内容不受影响。") from None
