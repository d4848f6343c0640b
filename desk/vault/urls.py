"""Addresses of the vault. They name rows and fields, never values."""

from django.urls import path

from desk.vault import views

app_name = "vault"

_PLACE = "<slug:app_label>/<slug:model_name>/<str:pk>/<slug:field>/"

urlpatterns = [
    path(f"reveal/{_PLACE}", views.RevealView.as_view(), name="reveal"),
    path(f"masked/{_PLACE}", views.MaskedView.as_view(), name="masked"),
    path("access/", views.AccessLogView.as_view(), name="access_log"),
]
