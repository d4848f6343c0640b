"""`manage.py grant_app_role`: the rights of the application's role, after every migrate."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from desk.vault.grants import grant


class Command(BaseCommand):
    help = "Gives the application's database role its rights on all tables: append-only ones it can only add to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", default=settings.APP_ROLE, help="default: the user of DATABASE_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = connections["owner"]
        role = options["role"]
        if not role:
            raise CommandError("DATABASE_URL names no user: say --role")
        if role == owner.settings_dict["USER"]:
            self.stderr.write(
                f"{role} owns the tables itself: nothing to grant. Only triggers protect the audit trail; "
                "set DATABASE_OWNER_URL to a role of its own."
            )
            return
        grant(owner, role)
        self.stdout.write(f"{role}: rights set.")
