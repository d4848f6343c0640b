"""The public pages on which a worker asks to join, and asks what became of it. No account, no JavaScript.

Nothing that was typed gets into an address, a title or a log (promises.md F7): the search asks for unions only, all
else is posted and answered on the page itself.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from desk.cases.choices import By
from desk.cases.models import CaseEntry
from desk.cases.public.receipts import shown
from desk.cases.public.visitors import TooOften
from desk.registers.searching import found_by
from desk.vault.middleware import client_address
from desk.vault.scope import everything
from members.forms.applications import CodeForm, JoinForm, MessageForm
from members.models import MembershipApplication
from members.services import applications
from unions.models import UnionOrg

OFFERED = 20
LONGEST = 40  # characters that are looked for
TOO_MANY_REQUESTS = 429
LARGEST_KEY = 2**63


@login_not_required
@require_safe
def choose_union(request: HttpRequest) -> HttpResponse:
    """The first step: `?q=` searches the standing grass-roots unions by name."""
    text = "".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    is_number = sum(c.isdigit() for c in text) > 10  # a mobile number has eleven
    found: list[UnionOrg] = []
    if text and not is_number:
        with everything(applications.WHY):
            unions = found_by(applications.open_unions(), "search", text).select_related("parent")
            found = list(unions.order_by("pinyin", "pk")[: OFFERED + 1])
    context = {"text": "" if is_number else text, "is_number": is_number, "unions": found[:OFFERED]}
    return render(request, "members/applications/choose.html", {**context, "has_more": len(found) > OFFERED})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """The second step: the form for one union; answered with a number and a code."""
    union = _union(pk)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key, answers = request.POST.get("key", ""), dict(form.cleaned_data)
        del answers["consent"]
        try:
            application, code = applications.submit(key=key, address=client_address(request), union=union, **answers)
        except TooOften as refusal:
            return _show_form(request, union, form, refusal=str(refusal), status=TOO_MANY_REQUESTS)
        except ValidationError as error:
            return _show_form(request, union, form, refusal=" ".join(error.messages))
        context = {"application": application, "union": union, "code": shown(code)}
        return render(request, "members/applications/receipt.html", context)
    return _show_form(request, union, form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """What became of an application; who holds its code may write to the union (`do=write`) and take it back
    (`do=withdraw`). A wrong code is answered in the same words, whatever is wrong with it.
    """
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "members/applications/status.html", {"form": form})
    try:
        found = applications.find(code=form.cleaned_data["code"], address=client_address(request))
        if found:
            return _show_application(request, found)
    except TooOften as refusal:
        form.add_error("code", str(refusal))
        return render(request, "members/applications/status.html", {"form": form}, status=TOO_MANY_REQUESTS)
    form.add_error("code", "没有这个查询码，请核对后再输入。")
    return render(request, "members/applications/status.html", {"form": form})


def _show_application(request: HttpRequest, application: MembershipApplication) -> HttpResponse:
    do, done = request.POST.get("do", ""), ""
    message = MessageForm(request.POST if do == "write" else None)
    try:
        if do == "withdraw":
            application, done = applications.withdraw(obj=application), "申请已撤回。"
        elif message.is_valid():
            text = message.cleaned_data["text"]
            applications.write(obj=application, text=text, address=client_address(request))
            message, done = MessageForm(), "留言已送到工会。"
    except ValidationError as error:
        message = MessageForm(request.POST)
        message.add_error(None, " ".join(error.messages))
    context = {
        "application": application,
        "events": [_event(application, entry) for entry in applications.public_entries(application)],
        "code": request.POST["code"],
        "message": message,
        "done": done,
    }
    return render(request, "members/applications/status.html", context)


def _event(application: MembershipApplication, entry: CaseEntry) -> dict[str, Any]:
    """A line of the file, for templates/desk/parts/timeline.html; no officer is named to people outside."""
    what = application.procedure.move(entry.move).title if entry.move else entry.get_kind_display()
    return {"what": what, "who": By(entry.by).label, "when": entry.at, "why": entry.text}


def _union(pk: int) -> UnionOrg:
    with everything(applications.WHY):
        found = applications.open_unions().filter(pk=pk).first() if pk < LARGEST_KEY else None
    if found is None:
        raise Http404("没有这家工会，或它已撤并。")
    return found


def _show_form(
    request: HttpRequest, union: UnionOrg, form: JoinForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    if refusal:
        form.add_error(None, refusal)
    key = request.POST.get("key", "") or applications.RECEIPT.fresh_key()
    context = {"union": union, "form": form, "key": applications.RECEIPT.fresh_key() if refusal else key}
    return render(request, "members/applications/join.html", context, status=status)
