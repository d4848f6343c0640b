"""What a password may not be (promises.md E5)."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from desk.registers.searching import pinyin
from unions.models import PasswordRecord, User

CLASSES = {"大写字母": r"[A-Z]", "小写字母": r"[a-z]", "数字": r"\d", "符号": r"[^A-Za-z0-9]"}
WORDS = ("工会", "gonghui", "zonggonghui", "建职", "jianzhi")
SHORTEST_FRAGMENT = 3
TITLE = re.compile(r"(省|市|县|区)?总工会$")


class Length:
    """Django's validator of the same rule has no Chinese words."""

    def __init__(self, shortest: int = 12) -> None:
        self.shortest = shortest

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if len(password) < self.shortest:
            raise ValidationError(f"{self.get_help_text()}现为 {len(password)} 位。", code="password_too_short")

    def get_help_text(self) -> str:
        """The rule in words."""
        return f"密码至少 {self.shortest} 位。"


class CharacterClasses:
    """Letters of both cases, digits, symbols: three of the four."""

    def __init__(self, needed: int = 3) -> None:
        self.needed = needed

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES.values()) < self.needed:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """The rule in words."""
        return f"密码须含{'、'.join(CLASSES)}中的至少 {self.needed} 类。"


class Common(CommonPasswordValidator):
    """The twenty thousand most common ones, by Django's list."""

    def get_help_text(self) -> str:
        """The rule in words."""
        return "密码不能是常见的密码。"

    get_error_message = get_help_text


class ContextWords:
    """Words that anybody would guess here: the trade, the place, the person."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        typed = password.lower()
        if any(word in typed for word in (*_words_of_the_place(), *_words_of(user))):
            raise ValidationError(self.get_help_text(), code="password_context")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "密码不能含有“工会”、地名、本人姓名、登录名、手机号（含拼音）。"


class History:
    """The password in use and the four before it do not come back."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if not isinstance(user, User) or user.pk is None:
            return
        former = PasswordRecord.objects.filter(user=user).values_list("password", flat=True)
        if any(check_password(password, encoded) for encoded in (user.password, *former)):
            raise ValidationError(self.get_help_text(), code="password_history")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "不能使用最近 5 次用过的密码。"


def _words_of_the_place() -> list[str]:
    place = TITLE.sub("", settings.FEDERATION_NAME)
    return [*WORDS, place, pinyin(place)] if place else list(WORDS)


def _words_of(user: Any) -> list[str]:
    if not isinstance(user, User):
        return []
    given = user.full_name[1:]
    words = [
        *re.split(r"[._-]", user.username),
        user.username,
        user.full_name,
        pinyin(user.full_name, person=True),
        pinyin(given) + pinyin(user.full_name[:1], person=True),
        user.phone,
        user.email.partition("@")[0],
    ]
    shortest_of = {True: SHORTEST_FRAGMENT, False: 2}  # two characters are a Chinese name; two letters are chance
    return [word.lower() for word in words if len(word) >= shortest_of[word.isascii()]]
