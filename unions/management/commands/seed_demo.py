"""`manage.py seed_demo`: the demo county, into an empty database."""

from argparse import ArgumentParser
from datetime import date
from importlib import import_module
from time import perf_counter
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from unions.demo import county


class Command(BaseCommand):
    help = "Loads the demo county: Jiande in 2013 to 2015, with one account for each role. Never into production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are unions or accounts already"
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, help="the day up to which terms of office go on; default: today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not county.is_empty():
            if options["if_empty"]:
                return
            raise CommandError("库中已有工会或账号，演示数据只能装入空库。")
        if settings.MODE == "production":
            raise CommandError("演示数据（含公开的密码）不能装入正式环境。")
        begun = perf_counter()
        with transaction.atomic():
            _build(options["until"] or timezone.localdate())
        self.stdout.write(f"演示县已装入，用时 {perf_counter() - begun:.1f} 秒。")


def _build(until: date) -> None:
    """Builds what each app has for the demo, from the ground floor up: an app whose AppConfig says `has_demo` has a
    function `build(until)` in its package `demo`.
    """
    for config in reversed(list(apps.get_app_configs())):  # the settings name the roof first
        if getattr(config, "has_demo", False):
            import_module(f"{config.name}.demo").build(until)
