"""The launcher's questions to the web server."""

import http.server
import socket
import threading
from collections.abc import Iterator

import pytest

from jianzhi.launcher import web
from jianzhi.launcher.console import LauncherError
from jianzhi.launcher.postgres import free_port


class Health(http.server.BaseHTTPRequestHandler):
    """Answers as /healthz does: 200 only to the name people type, over https as the proxy states it."""

    def do_GET(self) -> None:
        proper = self.headers["Host"] == "portal.example" and self.headers["X-Forwarded-Proto"] == "https"
        self.send_response(200 if proper and self.path == "/healthz" else 503)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[int]:
    made = http.server.HTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made.server_port
    made.shutdown()
    thread.join()
    made.server_close()


def test_a_port_in_use_is_named_with_another_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LauncherError, match=rf"端口 {port} 不能使用.*--port {port + 1}"):
            web.require_free(port)


def test_a_free_port_is_fine() -> None:
    web.require_free(free_port())


def test_the_health_check_asks_as_the_proxy_would(server: int) -> None:
    production = {"ALLOWED_HOSTS": "portal.example,other.example", "TRUSTED_PROXY_COUNT": "1"}

    assert web.is_healthy(server, production) is True
    assert web.is_healthy(server, {**production, "TRUSTED_PROXY_COUNT": "0"}) is False
    assert web.is_healthy(free_port(), production) is False


def test_any_answer_shows_that_the_server_is_up(server: int) -> None:
    assert web.answers(server) is True
    assert web.answers(free_port()) is False
