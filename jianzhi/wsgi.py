"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianzhi.settings")

application = get_wsgi_application()

from desk.vault.canary import refuse_wrong_keys  # noqa: E402  # models are there only now

refuse_wrong_keys()
