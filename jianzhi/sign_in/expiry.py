"""Whether a password has had its time (promises.md E5)."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from unions.models import User

GIVEN = "这是管理员给您的初始密码，请先改成只有您自己知道的密码，再使用其他功能。"
EXPIRED = "您的密码已用满 {days} 天，请先更改，再使用其他功能。"


def why_change(user: User) -> str:
    """Why `user` has to change the password before anything else; "" when there is no need."""
    if user.must_change_password:
        return GIVEN
    if user.password_changed_at < timezone.now() - timedelta(days=settings.PASSWORD_MAX_AGE_DAYS):
        return EXPIRED.format(days=settings.PASSWORD_MAX_AGE_DAYS)
    return ""
