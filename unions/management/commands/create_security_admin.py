"""`manage.py create_security_admin`: the first account, who then makes all others in the portal."""

import getpass
import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from desk.vault.scope import everything
from unions.services.first_start import first_security_admin, open_federation


class Command(BaseCommand):
    help = (
        "Makes the county federation, where there is none yet, and its first security administrator. The password is "
        "asked for twice at the terminal, or read from standard input, one line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="登录名")
        parser.add_argument("full_name", help="姓名")
        parser.add_argument("--region-code", default="330182", help="区划代码 (GB/T 2260)")
        parser.add_argument(
            "--founded-on", type=date.fromisoformat, default=timezone.localdate(), help="总工会成立日期 YYYY-MM-DD"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = _ask()
        try:
            with everything("the first start"):
                federation = open_federation(
                    name=settings.FEDERATION_NAME,
                    region_code=options["region_code"],
                    founded_on=options["founded_on"],
                )
                user = first_security_admin(
                    federation=federation,
                    username=options["username"],
                    full_name=options["full_name"],
                    password=password,
                )
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        self.stdout.write(f"已任命 {user}（{user.username}）为{federation}安全保密管理员。请登录后办理其他账号。")


def _ask() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("密码：")
    if password != getpass.getpass("再输入一次："):
        raise CommandError("两次输入的密码不一致。")
    return password
