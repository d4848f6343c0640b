"""Forms that are sent twice by a double click or a retry, and are to be answered once (promises.md A5)."""

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.crypto import get_random_string, salted_hmac

from desk.registers.integrity import told
from desk.registers.models import Submission

ONCE = "once"
CSRF = "csrfmiddlewaretoken"


class NotAnswered(Exception):
    """The form was refused; when it is sent again, it is sent for the first time."""


def fresh_key() -> str:
    """A key for a form that is about to be filled in."""
    return get_random_string(22)


def once(request: HttpRequest, answer: Callable[[], str]) -> str:
    """The address that `answer` leads to. It is called for the first sending of a form only; the others get the same.

    A second sending waits here until the first has ended. The digest covers the answers too: who goes back, types
    something else and sends again, has sent another form. What `answer` raises is raised, and leaves nothing behind;
    of the database's refusals that is a ValidationError.
    """
    person: Any = request.user
    with told():
        Submission.objects.stale(person).delete()
        Submission.objects.bulk_create([Submission(digest=_digest(request), person=person)], ignore_conflicts=True)
        submission = Submission.objects.get(digest=_digest(request))
        if submission.url:
            messages.success(request, "这张表已经提交，没有重复办理。")
        else:
            submission.url = answer()
            submission.save()
        return str(submission.url)


def _digest(request: HttpRequest) -> str:
    pairs = sorted((name, value) for name, values in request.POST.lists() if name != CSRF for value in values)
    pairs += [(name, _digest_of(file)) for name, files in sorted(request.FILES.lists()) for file in files]
    content = f"{request.user.pk} {request.path} {urlencode(pairs)}"
    return salted_hmac("desk.registers.submitting", content, algorithm="sha256").hexdigest()


def _digest_of(file: UploadedFile) -> str:
    """Another file is another answer, whatever its name."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
