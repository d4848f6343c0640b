"""Django's admin site, for the system and the security administration only, with no door of its own.

What stands in it is listed below; nothing registers itself.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from unions.admin import AccountAdmin, AppointmentAdmin
from unions.models import Appointment, User


class PortalAdminSite(AdminSite):
    """Signing in and out and changing the password happen at the portal's own pages: they count tries, ask for the
    second factor and keep the rules for passwords; Django's do not (promises.md E2, trap 26)."""

    site_header = "账号管理"
    site_title = "账号管理"
    index_title = "账号与任职"
    enable_nav_sidebar = False

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")


site = PortalAdminSite(name="admin")
site.register(User, AccountAdmin)
site.register(Appointment, AppointmentAdmin)
