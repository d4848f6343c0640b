"""Every address of the portal. The outcome of each for each person is declared in tests/access/outcomes.py."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from jianzhi import health
from jianzhi.admin_site import site as admin_site
from jianzhi.home import views as home
from jianzhi.year_end import api
from jianzhi.year_end.views import statistics

handler500 = "jianzhi.errors.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("", include("competitions.urls")),  # early: the public form is asked for in crowds
    path("healthz", health.healthz, name="healthz"),
    path("favicon.ico", login_not_required(RedirectView.as_view(url="/static/img/favicon.svg")), name="favicon"),
    path("accounts/", include("jianzhi.sign_in.urls")),
    path("admin/", admin_site.urls),
    path("", include("desk.cases.urls")),
    path("jobs/", include("desk.jobs.urls")),
    path("notices/", include("desk.notices.urls")),
    path("approvals/", include("desk.registers.approval_urls")),
    path("vault/", include("desk.vault.urls")),
    path("year-end/", include("jianzhi.year_end.urls")),
    path("statistics/", statistics.index, name="statistics"),
    path("statistics/<int:pk>/", statistics.detail, name="statistics_period"),
    path("statistics/<int:pk>/data.csv", statistics.data, name="statistics_data"),
    path("statistics/<int:pk>/report.pdf", statistics.report, name="statistics_report"),
    path("api/docs/", api.documentation, name="api_docs"),
    path("api/", api.urls),
    path("", include("unions.urls")),
    path("", include("members.urls")),
]
