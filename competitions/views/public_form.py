"""The public page on which somebody hands an idea in. No account; scripts only make it more comfortable.

Nothing that was typed gets into an address, a title or a log (promises.md F7), and whatever goes wrong, everything that
was typed stands in the form again.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from competitions.forms.public import WHY, IdeaForm
from competitions.models import Campaign, Proposal
from competitions.services import intake, limits, places
from competitions.views.public_photos import hand_in, is_too_large, too_large
from competitions.views.public_receipt import receipt
from desk.cases.public import proofs, visitors
from desk.cases.public.drawn import Drawn
from desk.cases.public.visitors import TooOften
from desk.vault.middleware import client_address
from desk.vault.scope import everything

BLANK = Drawn("public/competitions/submit.html")
TOO_MANY_REQUESTS = 429
LONGEST_NAME = 40  # characters that are looked for
OLD_FORM = "这张表打开得太久了，已经换成一张新的。您填写的内容都在，请再点一次“提交”。"
NO_PROOF = "请先回答“验证”里的小算式，再点“提交”。您填写的内容都在。"
WRONG_SUM = "小算式的答案不对，请再算一次。您填写的内容都在。"
SPENT = "这张表已经提交过一次，已经换成一张新的。如果要再提一条，请再点一次“提交”。"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests  # none is open while Redis is asked and a page is drawn
def submit(request: HttpRequest) -> HttpResponse:
    """The form; answered with the receipt. The button “查找” only looks for the workplace."""
    if is_too_large(request):
        return too_large(request)
    campaigns = intake.open_campaigns(timezone.localdate())
    if not campaigns:
        return render(request, "public/competitions/closed.html")
    if request.method != "POST":
        return _blank(request, campaigns)
    if "find" in request.POST:
        form = IdeaForm(campaigns=campaigns, initial=request.POST.dict())
        return _show(request, form, found=_search(request), key=_key(request) or intake.fresh_key())
    form = IdeaForm(request.POST, request.FILES, campaigns=campaigns)
    key = _key(request)
    if not key:
        form.add_error(None, OLD_FORM)
    if not form.is_valid():
        return _show(request, form, key=key or intake.fresh_key())
    return _take_in(request, form, key)


@login_not_required
@never_cache
@require_POST
def find_workplace(request: HttpRequest) -> HttpResponse:
    """The workplaces with this name, to be put into the form by its script. Posted, so that no name is in an address."""
    return render(request, "public/competitions/places.html", {"found": _search(request), "was_asked": True})


def _take_in(request: HttpRequest, form: IdeaForm, key: str) -> HttpResponse:
    """Counts the visitor and hands the idea on; the form again when that fails."""
    has_worked = proofs.has_worked(key, request.POST.get("proof", ""))
    answer = request.POST.get("answer", "")
    if not has_worked and not proofs.has_summed(key, answer):
        form.add_error(None, WRONG_SUM if answer else NO_PROOF)
        return _show(request, form, key=key, asks=True)
    try:
        limit = limits.SUBMIT if has_worked else limits.SUBMIT_WITHOUT_SCRIPTS
        visitors.count_each(visitors.Act(limit, client_address(request)), proofs.opening(key), once=_digest(form, key))
    except TooOften as refusal:
        if refusal.limit is proofs.SPENT:
            form.add_error(None, SPENT)
            return _show(request, form, key=intake.fresh_key())
        form.add_error(None, f"{refusal}它们都在下面，页面不要关闭。")
        return _show(request, form, key=key, status=TOO_MANY_REQUESTS, asks=not has_worked)
    try:
        return receipt(request, *_store(form, key))
    except ValidationError as error:
        proofs.give_back(key)
        form.add_error(None, error)
        return _show(request, form, key=key, asks=not has_worked)


def _store(form: IdeaForm, key: str) -> tuple[Proposal, str]:
    answers, uploads = form.answers(), form.photos()
    if not uploads:
        return intake.submit(key=key, **answers)
    with everything(WHY):  # both or neither
        proposal, code = intake.submit(key=key, **answers)
        if not proposal.files.exists():  # a form that comes again brings the same photos
            hand_in(proposal, uploads)
    return proposal, code


def _blank(request: HttpRequest, campaigns: Sequence[Campaign]) -> HttpResponse:
    """The form before anything was typed; with its campaign, when the visitor comes from that one's notice."""
    chosen = next((one.pk for one in campaigns if str(one.pk) == request.GET.get("campaign")), None)

    def context() -> dict[str, Any]:
        return {"form": IdeaForm(campaigns=campaigns, initial={"campaign": chosen} if chosen else {})}

    variant = (chosen, *((one.pk, one.title) for one in campaigns))
    return BLANK.answer(request, _words(intake.fresh_key()), variant=variant, context=context)


def _show(
    request: HttpRequest,
    form: IdeaForm,
    *,
    key: str,
    found: list[places.Workplace] | None = None,
    status: int = 200,
    asks: bool = False,
) -> HttpResponse:
    """The form. `found`: the workplaces to choose from; `asks`: the sum is asked for with scripts, too."""
    place = str(form["place"].value() or "")
    if found is None and place:
        with everything(WHY):
            kept = places.chosen(place)
        found = [kept] if kept else None
    context = {
        "form": form,
        **_words(key),
        "asks": asks,
        "found": found or [],
        "was_asked": "find" in request.POST,
        "place": place,
        "had_photos": bool(request.FILES),
    }
    return render(request, BLANK.template, context, status=status)


def _words(key: str) -> dict[str, str]:
    """What is in a form by its key: the work for the browser, and the sum for those without scripts."""
    asked = proofs.challenge_of(key)
    return {
        "key": key,
        "challenge": asked["challenge"],
        "salt": asked["salt"],
        "largest": str(asked["maxNumber"]),
        "question": proofs.question_of(key),
    }


def _search(request: HttpRequest) -> list[places.Workplace]:
    """Workplaces by the name that was typed; none for a number, which is somebody's, or when asked too often."""
    text = "".join(request.POST.get("workplace", "").replace("\x00", "").split())[:LONGEST_NAME]
    if not text or sum(c.isdigit() for c in text) > 10:  # a mobile number has eleven
        return []
    try:
        visitors.count(limits.FIND_WORKPLACE, address=client_address(request))
    except TooOften:
        return []
    with everything(WHY):
        return places.search(text)


def _key(request: HttpRequest) -> str:
    """The key of the form; "" for one that is too old or not ours."""
    key = request.POST.get("key", "")
    return key if intake.RECEIPT.opens(key) else ""


def _digest(form: IdeaForm, key: str) -> str:
    """The form and what was typed, as a name for it: the same form sent twice is one."""
    typed = sorted((name, str(value)) for name, value in form.cleaned_data.items() if name not in form.PHOTOS)
    return hashlib.sha256(repr((key, typed)).encode()).hexdigest()
