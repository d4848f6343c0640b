"""What Django checks before a command runs."""

from typing import Any

from django.core import checks
from django.db import OperationalError

from desk.vault import canary


def keys_fit_the_rows(**kwargs: Any) -> list[checks.CheckMessage]:
    """A command must not write with a key that does not open what is there. Silent while there is no database."""
    try:
        fault = canary.fault()
    except OperationalError:
        return []
    return [checks.Critical(fault, id="vault.E010")] if fault else []
