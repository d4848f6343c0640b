"""Addresses of the first floor."""

from django.urls import include, path

from unions import registers, views

_of_unions, _ = registers.UnionOrgRegister.urls()
_of_shells, _ = registers.ShellFlagRegister.urls()

union_pages = [
    path("tree/", views.tree, name="tree"),
    path("tree/<int:pk>/", views.branch, name="branch"),
    path("census/", views.census_overview, name="census"),
    *_of_unions,
]
shell_pages = [
    path("rules/", views.shell_rules, name="rules"),
    path("rules/<int:pk>/", views.change_shell_rule, name="rule"),
    path("suspect/", views.suspect, name="suspect"),
    *_of_shells,
]

public_pages = [
    path("", views.public_announcements, name="list"),
    path("<int:pk>/", views.public_announcement, name="detail"),
]

urlpatterns = [
    path("unions/", include((union_pages, "unions"))),
    path("shells/", include((shell_pages, "shells"))),
    path("employers/", include(registers.EmployerRegister.urls())),
    path("officers/", include(registers.OfficerRegister.urls())),
    path("registrations/", include(registers.RegistrationRegister.urls())),
    path("announcements/", include(registers.AnnouncementRegister.urls())),
    path("bulletin/", include((public_pages, "bulletin"))),
    path("people/", include(registers.AccountRegister.urls())),
]
