"""受理回执: the number and the code, as text, on paper and as a picture. The code never stands in an address."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from competitions.models import Proposal
from competitions.services import pictures
from desk.cases.public.drawn import Drawn
from desk.cases.public.receipts import shown

SIGNER = signing.TimestampSigner(salt="competitions.picture")
VALID_FOR = 24 * 3600  # seconds
PAGE = Drawn("public/competitions/receipt.html")


def receipt(request: HttpRequest, proposal: Proposal, code: str) -> HttpResponse:
    """The page that answers an idea. What the picture shows is signed, so that nobody has one drawn by us."""
    at = f"{timezone.localtime(proposal.submitted_at):%Y-%m-%d %H:%M}"
    number, code = proposal.receipt_no, shown(code)
    sealed = SIGNER.sign(f"{number} {code} {at}")
    words = {"title": proposal.title, "number": number, "code": code, "at": at, "sealed": sealed}
    return PAGE.answer(request, words)


@login_not_required
@never_cache
@require_POST
def picture(request: HttpRequest) -> HttpResponse:
    """The receipt as a PNG to be saved. It has to be asked for from the receipt's own page, within a day."""
    try:
        sealed = SIGNER.unsign(request.POST.get("sealed", ""), max_age=VALID_FOR)
    except signing.BadSignature:
        raise Http404("回执已过期，请用抄下或截下的查询码。") from None
    number, code, at = sealed.split(" ", 2)
    drawn = pictures.receipt(number=number, code=code, at=at)
    return HttpResponse(drawn, "image/png", headers={"Content-Disposition": f'attachment; filename="{number}.png"'})
