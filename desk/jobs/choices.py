"""The states of a job, and the ways between them."""

from django.db.models import TextChoices


class State(TextChoices):
    """Where a job stands. The row is the queue: a waiting row is in it, a running row is out on a lease."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "运行"
    DONE = "done", "完成"
    FAILED = "failed", "失败"
    CANCELLED = "cancelled", "已取消"


UNFINISHED = (State.WAITING, State.RUNNING)

# Held by a trigger. Back to waiting goes a run whose process was lost, and a failed or cancelled job on a person's wish;
# what is done stays done.
TRANSITIONS = (
    (State.WAITING, State.RUNNING),
    (State.WAITING, State.CANCELLED),
    (State.RUNNING, State.DONE),
    (State.RUNNING, State.FAILED),
    (State.RUNNING, State.CANCELLED),
    (State.RUNNING, State.WAITING),
    (State.FAILED, State.WAITING),
    (State.CANCELLED, State.WAITING),
)

MOST_ATTEMPTS = 3  # promises.md A7
# Losses that were not the job's own fault. Bounded all the same, or two bad jobs could excuse each other for ever.
MOST_INTERRUPTIONS = 20
