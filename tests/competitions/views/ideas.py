"""A visitor's side of the public form, for the tests of its pages."""

import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from competitions.models import Campaign, Proposal
from competitions.querysets import ProposalQuerySet
from desk.cases.public import proofs
from desk.vault.scope import everything

TYPED = {
    "category": "suggestion",
    "title": "给三号码头装一盏声控灯",
    "problem": "夜里卸货要摸黑找开关，去年有人绊倒。",
    "measure": "装声控灯，亮三分钟自动熄灭。",
    "expected_benefit": "每年省电约八百度",
    "workplace": "白沙化工三车间",
    "identity": "named",
    "name": "何平",
    "co_proposers": "吴亮\n方小燕",
    "phone": "13900000077",
    "email": "",
    "consent": "on",
}
CODE = r"(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}"


def mine() -> ProposalQuerySet:
    """The ideas that came through the form: all but the one of the county. To be asked in the whole scope."""
    found: ProposalQuerySet = Proposal.objects.exclude(title="余热回收")
    return found


def key_on(page: str) -> str:
    """The key of the form on this page."""
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def fresh_key(client: Client) -> str:
    """The key of a form that has just been opened."""
    return key_on(client.get("/ideas/submit/").content.decode())


def proof_for(key: str) -> str:
    """What the browser would work out, which the server knows beforehand."""
    return str(proofs._options(key).number)


def send(client: Client, key: str = "", **changed: Any) -> Any:
    """Fills the form in and sends it, with the proof of work."""
    key = key or fresh_key(client)
    with everything("test"):
        campaign = Campaign.objects.order_by("pk")[0]
    return client.post(
        "/ideas/submit/", {**TYPED, "campaign": campaign.pk, "key": key, "proof": proof_for(key), **changed}
    )


def code_on(page: str) -> str:
    """The 查询码 on this receipt."""
    found = re.search(rf'receipt-code">({CODE})<', page)
    assert found, page
    return found[1]


def the_only_idea() -> Proposal:
    """The one that is there."""
    with everything("test"):
        found: Proposal = mine().select_related("union", "employer", "campaign").get()
        return found


def photo(
    name: str = "IMG_2014.jpg", side: int = 300, *, kind: str = "JPEG", colour: str = "red"
) -> SimpleUploadedFile:
    """A picture as a phone takes it: it says where and with what."""
    picture = Image.new("RGB", (side, side // 2), colour)
    exif = Image.Exif()
    exif[0x010F] = "CANARY-PHONE"
    exif[0x0112] = 6  # lying on its side
    content = io.BytesIO()
    picture.save(content, kind, exif=exif)
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")
