"""进度查询: what became of an idea, and what the one who had it may still do about it.

The code is posted once. From then on the pages carry a ticket, which opens the same idea for half an hour, so that the
code need not lie in a page that is left open (promises.md F7). Right or wrong, the answer tells nothing about others.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from competitions.choices import UNDECIDED
from competitions.forms.public import WHY, CodeForm, WordForm
from competitions.models import Proposal
from competitions.services import intake, limits, visitors_side
from competitions.views import public_progress
from competitions.views.public_form import TOO_MANY_REQUESTS
from competitions.views.public_photos import MOST, hand_in, is_too_large, too_large
from desk.cases.choices import EntryKind
from desk.cases.public import visitors
from desk.cases.public.visitors import TooOften
from desk.vault.middleware import client_address
from desk.vault.scope import everything

SALT = "competitions.ticket"
VALID_FOR = 30 * 60  # seconds
A_MOMENT = timedelta(minutes=10)
NO_SUCH_CODE = "没有这个查询码，请核对后再输入。"
TOO_MANY_WRONG = "查询码输错的次数太多，请一小时后再试。您的建议不受影响，别人也照常可以查询。"
ALL_PHOTOS_THERE = "一条建议最多三张照片，已经有三张了。"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and shows the idea. A wrong code is answered in the same words, whatever is wrong with it."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, form)
    try:
        counted = visitors.count(limits.GUESS, address=client_address(request))
    except TooOften:
        form.add_error("code", TOO_MANY_WRONG)
        return _ask(request, form, status=TOO_MANY_REQUESTS)
    found = intake.find(code=form.cleaned_data["code"])
    if found is None:
        form.add_error("code", NO_SUCH_CODE)
        return _ask(request, form)
    visitors.forgive(limits.GUESS, address=client_address(request), at=counted)
    return _show(request, found)


@login_not_required
@never_cache
@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """Adds a word and photos to the idea of the ticket."""
    if is_too_large(request):
        return too_large(request)
    proposal = _of_ticket(request)
    if proposal is None:
        return redirect("ideas:status")
    form = WordForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            visitors.count(limits.WRITE, address=client_address(request))
            _add(proposal, form)
            return _show(request, proposal, done="已收到您的补充，工会会看到。")
    except TooOften as refusal:
        form.add_error(None, str(refusal))
        return _show(request, proposal, form=form, status=TOO_MANY_REQUESTS)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return _show(request, proposal, form=form)


@login_not_required
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Takes the idea of the ticket back; asks first."""
    proposal = _of_ticket(request)
    if proposal is None:
        return redirect("ideas:status")
    if "sure" not in request.POST:
        context = {"proposal": proposal, "ticket": _ticket(proposal)}
        return render(request, "public/competitions/withdraw.html", context)
    try:
        withdrawn = visitors_side.withdraw(obj=proposal, text=request.POST.get("text", "")[: visitors_side.LONGEST])
    except ValidationError as error:
        return _show(request, proposal, refusal=" ".join(error.messages))
    return _show(request, withdrawn, done="已撤回，工会不再办理这条建议。")


def _add(proposal: Proposal, form: WordForm) -> None:
    uploads, text = form.photos(), form.cleaned_data["text"]
    with everything(WHY):
        if text and _has_just_said(proposal, text):
            return
        if proposal.files.count() + len(uploads) > MOST:
            raise ValidationError(ALL_PHOTOS_THERE)
        visitors_side.message(obj=proposal, text=text or f"补充照片 {len(uploads)} 张。")
        hand_in(proposal, uploads)


def _has_just_said(proposal: Proposal, text: str) -> bool:
    """Whether the same words came a moment ago: a form that was sent twice (promises.md A5)."""
    recent = proposal.followed.entries.filter(kind=EntryKind.MESSAGE, at__gt=timezone.now() - A_MOMENT)
    return any(entry.text == text.strip() for entry in recent)


def _ask(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "public/competitions/ask.html", {"form": form}, status=status)


def _show(
    request: HttpRequest,
    proposal: Proposal,
    *,
    form: WordForm | None = None,
    done: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    with everything(WHY):
        progress = public_progress.of(proposal)
    context: dict[str, Any] = {
        "progress": progress,
        "form": form or WordForm(),
        "ticket": _ticket(proposal),
        "may_withdraw": proposal.state in UNDECIDED,
        "done": done,
        "refusal": refusal,
    }
    return render(request, "public/competitions/status.html", context, status=status)


def _ticket(proposal: Proposal) -> str:
    return signing.dumps(proposal.pk.hex, salt=SALT)


def _of_ticket(request: HttpRequest) -> Proposal | None:
    """The idea the ticket opens; None for one that has run out: the code is asked for again."""
    try:
        pk = signing.loads(request.POST.get("ticket", ""), salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    with everything(WHY):
        found: Proposal | None = Proposal.objects.filter(pk=pk).first()
    return found
