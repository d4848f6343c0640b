"""What the web server calls."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianzhi.settings")

application = get_wsgi_application()

from desk.cases.public import door  # noqa: E402  # models are there only now
from desk.vault.canary import refuse_wrong_keys  # noqa: E402  # as above

refuse_wrong_keys()
_door = door.Door()


def refusal(method: str, path: str, head: Callable[[], bytes]) -> bytes | None:
    """The whole answer to a request that is part of a flood, None for any other. `head`: see door.Door.refuses."""
    return door.ANSWER if _door.refuses(method, path, head) else None


def admitted(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The portal for requests that `refusal` let pass: they are not asked again."""
    environ[door.ADMITTED] = True
    return application(environ, start_response)


# What is loaded by now stays for good. The garbage collector would look through all of it again and again, an eighth of a
# second each time, while a person waits for a page.
gc.collect()
gc.freeze()
# And what a request makes is gone with it, for the most part without the collector: looked through every 700 objects, as
# Python does by itself, a submission takes three per cent longer.
gc.set_threshold(20_000, 20, 20)
