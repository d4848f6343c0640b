"""How often visitors may do something about ideas (promises.md H1, H4). Counted by desk.cases.public.visitors."""

from datetime import timedelta

from django.conf import settings

from desk.cases.public.visitors import Limit

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

# Those whose browser has worked for it, and those without scripts: a flood of the second kind leaves the first alone.
SUBMIT = Limit("idea", MINUTE, per_address=settings.IDEAS_PER_MINUTE_AND_ADDRESS, of_all=settings.IDEAS_PER_MINUTE)
SUBMIT_WITHOUT_SCRIPTS = Limit("idea-plain", MINUTE, per_address=2, of_all=20)
FIND_WORKPLACE = Limit("idea-find", MINUTE, per_address=60, of_all=2_000)
WRITE = Limit("idea-write", HOUR, per_address=20, of_all=2_000)
# Wrong codes. With 120 bits nobody guesses one, so that a crowd of guessers is no reason to shut out those with a code:
# the limit of all is there to keep the count small.
GUESS = Limit("idea-guess", HOUR, per_address=5, of_all=100_000)
