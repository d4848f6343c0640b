"""签发: a name and the number of the document under the newest edition."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from desk.jobs.runs import JobRefused
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services.editions import EditionBroken, edition_of, sign
from jianzhi.year_end.services.publishing import overtaken_by, published_edition
from jianzhi.year_end.tasks import public
from jianzhi.year_end.views.asked import own_union, period_asked
from unions.views import person

INSIDE = "之后的统计期已经公布，本版不对外公布，“统计公开”页面不变。"
BROKEN = "本期已关账的数据校验不通过，不能签发。请立即告诉系统管理员。"


class SignForm(forms.Form):
    """What stands under the report when it is signed."""

    doc_no = forms.CharField(label="文号", max_length=60, help_text="如：建总工〔2015〕3号")
    name = forms.CharField(label="签发人", max_length=40)
    post = forms.CharField(label="职务", max_length=40, help_text="如：主席")


@permission_required("year_end.sign_edition", raise_exception=True)
def sign_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs the newest edition of a closed period. Raises Http404 for a period without one."""
    period = period_asked(person(request), pk)
    edition = edition_of(period)
    if edition is None:
        raise Http404("这个统计期还没有关账，没有可签发的版次。")
    form = SignForm(request.POST or None)
    if form.is_valid():
        try:
            signature = sign(actor=person(request), obj=edition, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except EditionBroken:
            form.add_error(None, BROKEN)
        else:
            messages.success(request, f"{edition}已签发，文号 {signature.doc_no}。此后生成的报告带文号和签发人。")
            if overtaken_by(period):
                messages.warning(request, INSIDE)
            else:
                make_public(request, period)
            return redirect(period)
    context = {
        "title": "签发年度报告",
        "period": period,
        "edition": edition,
        "form": form,
        "overtaken_by": overtaken_by(period),
    }
    return render(request, "year_end/sign.html", context)


@permission_required("year_end.sign_edition", raise_exception=True)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the public edition of the signed report made anew. Raises Http404 while nothing is signed."""
    period = period_asked(person(request), pk)
    if published_edition(period) is None:
        raise Http404("这个统计期没有可以公布的版次。")
    make_public(request, period)
    return redirect(period)


def make_public(request: HttpRequest, period: ReportingPeriod) -> None:
    """Starts the job that makes the public edition, and says so."""
    actor = person(request)
    try:
        public.start(period=period, county=own_union(actor, "year_end.sign_edition"), actor=actor)
    except JobRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "公开版报告正在后台生成，完成后自动在“统计公开”页面提供下载。")
