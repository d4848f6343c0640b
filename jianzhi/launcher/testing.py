"""`./portal test`: the whole suite on its own PostgreSQL and Valkey, which are removed afterwards."""

import os

from . import libraries, services
from .manage import call
from .paths import VENV_PYTHON


def run(arguments: list[str], *, nightly: bool) -> int:
    """Run pytest with `arguments` and return its exit status. Tests marked `nightly` run only when asked for."""
    libraries.ensure()
    browser = libraries.ensure_browser()
    selection = [] if nightly else ["-m", "not nightly"]
    with services.temporary() as (_, environment, _folder):
        env = {**os.environ, **environment, "CHROMIUM": browser}
        return call([str(VENV_PYTHON), "-m", "pytest", *selection, *arguments], env)
