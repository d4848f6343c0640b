"""Asks the roster, or Django's admin, the questions of the benchmark `lists`, and prints the milliseconds as JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import path, set_urlconf

from desk.registers.paging import Cursor
from desk.vault.scope import everything
from members.models import Member
from unions.models import User

REPEATS = 60
DEEP = 9_999  # pages before it, of the portal's fifty rows
WORDS = {
    "a whole name": "{name}",
    "one character of a given name": "{last}",
    "a surname": "{first}",
    "two characters of a name": "{given}",
    "initials in pinyin": "{initials}",
}


def timed(ask: Callable[[], Any]) -> dict[str, float]:
    """Median and 95th percentile of the milliseconds that `ask` takes, the first time left out."""
    ask()
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    return {"median": round(statistics.median(taken), 1), "p95": round(p95, 1)}


def somebody() -> Any:
    """A person with a name of three characters in the middle of the roster."""
    with everything("benchmark"):
        return Member.objects.filter(third_character__gt="").order_by("pinyin", "id")[Member.objects.count() // 2]


def words(person: Any) -> dict[str, str]:
    """The questions by name, each with what is typed."""
    initials = person.search.split("\n")[2]
    parts = {"name": person.name, "first": person.name[0], "last": person.name[2], "given": person.name[1:]}
    return {question: typed.format(**parts, initials=initials) for question, typed in WORDS.items()}


# --- ours -------------------------------------------------------------------------------------------------------------
def of_the_portal() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Each question as a page of the portal, in a process that has begun as the web server does."""
    import jianzhi.wsgi  # noqa: F401  # not for the admin, which has no server of ours

    client = Client()
    client.force_login(User.objects.get(username="county_officer"), "jianzhi.sign_in.backend.PasswordBackend")

    def page(**query: str) -> Callable[[], Any]:
        def ask() -> None:
            answer = client.get("/members/", query)
            assert answer.status_code == 200, answer.status_code

        return ask

    person = somebody()
    with everything("benchmark"):
        at = Member.objects.known().order_by("pinyin", "id")[DEEP * 50 - 1 if Member.objects.count() > DEEP * 50 else 0]
    yield "first page", page()
    yield "page 10,000", page(after=Cursor(at.pinyin, at.pk).seal("members:name"))
    yield "sorted by name, from the end", page(sort="-name")
    for question, typed in words(person).items():
        yield question, page(q=typed)
    number = "330182198001010044"

    def find() -> None:
        answer = client.post("/members/find/", {"value": number})
        assert answer.status_code in {200, 302}, answer.status_code

    yield "an identity number", find


# --- the peer ---------------------------------------------------------------------------------------------------------
STOCK_TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


class MemberAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as startproject's users write it
    """What a Django project has for a roster on its first day."""

    list_display = ("name", "union", "employer", "gender", "phone", "position", "skill_grade", "joined_on", "state")
    search_fields = ("name", "pinyin", "work_no")


class Anybody:
    """A superuser to the admin's mind."""

    is_active = is_staff = is_superuser = is_authenticated = True
    pk = id = 1

    def has_perm(self, *_: Any) -> bool:
        return True

    has_module_perms = has_perm


def of_the_admin() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Each question as a page of Django's admin, with the templates it comes with."""
    settings.TEMPLATES = STOCK_TEMPLATES
    site, factory = admin.AdminSite(name="admin"), RequestFactory()
    site.register(Member, MemberAdmin)
    model_admin = MemberAdmin(Member, site)
    set_urlconf(type("Urls", (), {"urlpatterns": [path("admin/", site.urls)]}))

    def page(**query: str) -> Callable[[], Any]:
        def ask() -> None:
            request = factory.get("/", query)
            request.user = Anybody()  # type: ignore[assignment]  # all that the admin asks of a user
            with everything("benchmark"):
                answer: Any = model_admin.changelist_view(request)
                assert answer.status_code == 200, answer.status_code
                answer.render()

        return ask

    person = somebody()
    yield "first page", page()
    yield "page 10,000", page(p=str(DEEP // 2))
    yield "sorted by name, from the end", page(o="-1")
    for question, typed in words(person).items():
        # The admin has no initials; its users type the beginning of the pinyin.
        yield question, page(q=person.pinyin[:6] if question == "initials in pinyin" else typed)
    # A number kept as plain text, which ours is not.
    yield "an identity number", page(q=person.work_no)


if __name__ == "__main__":
    asked = of_the_portal() if sys.argv[1] == "portal" else of_the_admin()
    sys.stdout.write(json.dumps({question: timed(ask) for question, ask in asked}) + "\n")
