"""What a visitor sees when the portal itself fails."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

RETRY_AFTER = "30"  # seconds


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database cannot be reached, which passes; 500 for what we did wrong."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_AFTER})
    return HttpResponse(render_to_string("500.html"), status=500)
