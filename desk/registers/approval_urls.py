"""Addresses of the second person's desk. They belong to all registers together."""

from django.urls import path

from desk.registers.views import approvals

app_name = "approvals"

urlpatterns = [
    path("", approvals.ApprovalsPage.as_view(), name="list"),
    path("<int:pk>/", approvals.ApprovalPage.as_view(), name="detail"),
]
