"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jianzhi.places import menu_of, places_for


def portal(request: HttpRequest) -> dict[str, Any]:
    """Names of the portal, the places of the person who asks, and the switches of the look."""
    user = getattr(request, "user", None)
    places = places_for(user, request.path) if user is not None and user.is_authenticated else ()
    return {
        "federation_name": settings.FEDERATION_NAME,
        "portal_name": settings.PORTAL_NAME,
        "demo": settings.DEMO,
        "large": request.COOKIES.get("large") == "1",
        "places": places,
        "menu": menu_of(places),
    }
