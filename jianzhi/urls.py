"""Every address of the portal. The outcome of each for each person is declared in tests/access/outcomes.py."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from jianzhi import health
from jianzhi.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("healthz", health.healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url="/static/img/favicon.svg")),
    path("accounts/", include("jianzhi.sign_in.urls")),
    path("admin/", admin.site.urls),
    path("jobs/", include("desk.jobs.urls")),
    path("vault/", include("desk.vault.urls")),
    path("", include("unions.urls")),
]
