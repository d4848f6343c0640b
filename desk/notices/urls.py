"""Addresses of the notices."""

from django.urls import path

from desk.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notice_list, name="list"),
    path("read/", views.notice_read_all, name="read_all"),
    path("<uuid:pk>/open/", views.notice_open, name="open"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:pk>/resend/", views.notice_resend, name="resend"),
]
