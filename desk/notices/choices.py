"""The ways a notice goes, its states, and the rules of its delivery."""

from datetime import timedelta

from django.db.models import TextChoices


class Channel(TextChoices):
    """How a notice reaches its person."""

    IN_SITE = "in_site", "站内"
    MAIL = "mail", "邮件"
    SMS = "sms", "短信"


class State(TextChoices):
    """Where a notice stands. The row is the outbox: what is not sent yet waits in it, or is out on a lease."""

    WAITING = "waiting", "待发"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发出"
    FAILED = "failed", "发送失败"


UNSENT = (State.WAITING, State.SENDING, State.FAILED)

# Held by a trigger. Back to waiting goes what is tried again, by itself or on a person's wish; what is sent stays sent.
TRANSITIONS = (
    (State.WAITING, State.SENDING),
    (State.SENDING, State.SENT),
    (State.SENDING, State.WAITING),
    (State.SENDING, State.FAILED),
    (State.FAILED, State.WAITING),
)

# How long to wait after the first, second, … failure. After the attempt that follows the last pause it is given up.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
MOST_ATTEMPTS = len(PAUSES) + 1
LEASE = timedelta(minutes=2)  # well above the ten seconds a gateway is given to answer
KEPT = timedelta(days=180)  # what was read or sent so long ago is deleted

# Identity, card and mobile numbers. Read alike by Python and by PostgreSQL, whose constraint holds it too: a notice
# names nobody, it leads to the page that does (promises.md F7).
NUMBER_OF_A_PERSON = "[0-9]{15}|(^|[^0-9A-Za-z.])1[3-9][0-9]{9}($|[^0-9A-Za-z])"
WITHIN_THE_PORTAL = r"^/($|[^/\\])"  # //host and /\host lead elsewhere
CODE = "^[a-z][a-z0-9_.-]*$"
