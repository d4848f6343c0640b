"""Names and passwords. What a person may do is not asked here but in unions/access.py."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class PasswordBackend(AuthenticationBackend):
    """allauth's check of a password (as slow for a name nobody has), without Django's groups and permissions."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False
