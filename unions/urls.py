"""Addresses of the first floor."""

from django.urls import include, path

from unions import registers, views

_register_patterns, _ = registers.UnionOrgRegister.urls()

urlpatterns = [
    path(
        "unions/",
        include(
            (
                [
                    path("tree/", views.tree, name="tree"),
                    path("tree/<int:pk>/", views.branch, name="branch"),
                    path("census/", views.census_overview, name="census"),
                    path("shell-rules/", views.shell_rules, name="shell-rules"),
                    path("shell-rules/<int:pk>/", views.change_shell_rule, name="shell-rule"),
                    path("shell-rules/suspect/", views.suspect, name="suspect"),
                    *_register_patterns,
                ],
                "unions",
            )
        ),
    ),
    *(
        path(f"{register.slug}/", include(register.urls()))
        for register in (
            registers.EmployerRegister,
            registers.OfficerRegister,
            registers.RegistrationRegister,
            registers.ShellFlagRegister,
            registers.AccountRegister,
        )
    ),
]
