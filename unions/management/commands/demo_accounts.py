"""`manage.py demo_accounts`: who can sign in to the demo, and with what."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from unions.demo.accounts import CAST, table
from unions.models import User


class Command(BaseCommand):
    help = "Prints the demo accounts and their password."

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.filter(username__in=[person.username for person in CAST]).exists():
            raise CommandError("这里没有演示账号。")
        self.stdout.write(table())
