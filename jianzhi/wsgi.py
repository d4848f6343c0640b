"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianzhi.settings")

application = get_wsgi_application()

from desk.vault.canary import refuse_wrong_keys  # noqa: E402  # models are there only now

refuse_wrong_keys()

# What is loaded by now stays for good. The garbage collector would look through all of it again and again, an eighth of a
# second each time, while a person waits for a page.
gc.collect()
gc.freeze()
