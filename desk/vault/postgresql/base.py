"""A connection that is kept open is looked at before a request uses it, and need not be asked (CONN_HEALTH_CHECKS)."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, without its question to the server at the beginning of each request."""

    health_check_enabled: bool  # Django's
    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        """A server that ends, restarts or hangs up says so before it goes, or its system does: there is something to
        read. Only then is it asked, as Django does, and what does not answer is opened anew.
        """
        if self.health_check_enabled and not self.health_check_done and self._is_silent():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _is_silent(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)
