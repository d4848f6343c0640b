"""The peer of the public form: a Django project as `startproject` leaves it, with one form and one insert.

Its five fields, its middleware and its one INSERT are what a person would write in an afternoon. It runs in two ways:
under gunicorn with two workers and a new database connection for each request, as the defaults are, and under the web
server of the portal with connections that are kept open.
"""

import subprocess
import sys
import textwrap
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jianzhi.launcher import children
from jianzhi.launcher.postgres import free_port

FILES = {
    "plain/__init__.py": "",
    "plain/settings.py": """
        import os

        SECRET_KEY = "plain"
        DEBUG = False
        ALLOWED_HOSTS = ["*"]
        INSTALLED_APPS = [
            "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
            "django.contrib.messages", "django.contrib.staticfiles", "plain",
        ]
        MIDDLEWARE = [
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ]
        ROOT_URLCONF = "plain.urls"
        TEMPLATES = [{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }]
        DATABASES = {"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PLAIN_DATABASE"], "HOST": os.environ["PGHOST"],
            "PORT": os.environ["PGPORT"], "USER": os.environ["PGUSER"], "PASSWORD": os.environ["PGPASSWORD"],
            "CONN_MAX_AGE": int(os.environ["PLAIN_KEEP"]),
        }}
        DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
        USE_TZ = True
    """,
    "plain/models.py": """
        from django.db import models


        class Idea(models.Model):
            title = models.CharField(max_length=60)
            problem = models.TextField()
            measure = models.TextField()
            name = models.CharField(max_length=40)
            phone = models.CharField(max_length=11, blank=True)
            created_at = models.DateTimeField(auto_now_add=True)
    """,
    "plain/urls.py": """
        from django.forms import modelform_factory
        from django.http import HttpResponse
        from django.shortcuts import render
        from django.urls import path
        from plain.models import Idea

        IdeaForm = modelform_factory(Idea, fields=["title", "problem", "measure", "name", "phone"])


        def idea(request):
            form = IdeaForm(request.POST or None)
            if form.is_valid():
                form.save()
                return HttpResponse("thanks", status=201)
            return render(request, "idea.html", {"form": form})


        urlpatterns = [path("", idea)]
    """,
    "plain/templates/idea.html": "<form method=post>{% csrf_token %}{{ form }}<button>Send</button></form>",
    "plain/wsgi.py": """
        from django.core.wsgi import get_wsgi_application

        application = get_wsgi_application()
    """,
    "plain/served.py": """
        import sys

        from plain.wsgi import application

        from jianzhi.launcher.serve import Limits, Parent, allow_many_connections, listen

        Parent(application, listen("127.0.0.1", int(sys.argv[1])), 2, Limits(6, allow_many_connections())).run()
    """,
    "manage.py": """
        import sys

        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    """,
}


def write(folder: Path, environment: dict[str, str]) -> None:
    """Writes the project into `folder` and makes its table in the database that `environment` names."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(textwrap.dedent(text).lstrip())
    for arguments in (["makemigrations", "plain"], ["migrate"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=folder,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]}: {done.stderr[-2000:]}")


@contextmanager
def serving(folder: Path, environment: dict[str, str], *command: str) -> Iterator[int]:
    """The project under a server; yields its port. `command` runs a server for the port it is given as `{port}`."""
    port = free_port()
    arguments = [part.format(port=port) for part in command]
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        if not children.wait_until(lambda: _answers(port), seconds=30, every=0.1):
            raise RuntimeError((folder / "server.log").read_text()[-2000:])
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
