"""Addresses of the inbox and of attachments."""

from django.urls import path

from desk.cases import views

app_name = "cases"

urlpatterns = [
    path("inbox/", views.inbox_page, name="inbox"),
    path("cases/<slug:slug>/files/<uuid:pk>/", views.attachment, name="file"),
]
