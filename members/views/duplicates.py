"""The search for duplicates, asked for on the review list."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from desk.jobs.services import start
from members import tasks
from members.services import duplicates


@permission_required(duplicates.DECIDE, raise_exception=True)
@require_POST
def look_for_duplicates(request: HttpRequest) -> HttpResponse:
    """Starts the search over the branches of the person who asks; asked twice, it is one search."""
    kind = tasks.find_duplicates
    job = start(kind=kind, owner=request.user, args={}, key=f"user-{request.user.pk}")
    return redirect(job)
