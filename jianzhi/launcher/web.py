"""The web server as the launcher sees it: its command line, its port, and whether it answers."""

import http.client
import os
import socket
import sys
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from .console import LauncherError
from .paths import VENV_PYTHON


def command(port: int) -> list[str | Path]:
    """The command that serves the portal on the loopback address."""
    return [VENV_PYTHON, "-m", "jianzhi.launcher.serve", "--port", str(port)]


def require_free(port: int) -> None:
    """Raise LauncherError if somebody listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LauncherError(
                f"端口 {port} 不能使用（{error.strerror}），多半已被别的程序占用。请换一个：./portal up --port {_other(port)}",
                f"Port {port} cannot be used ({error.strerror}). Choose another: ./portal up --port {_other(port)}",
            ) from error


def _other(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8000


def answers(port: int) -> bool:
    """Whether the server answers a request, whatever the answer."""
    return _status(port, "/healthz?quick", {}) is not None


def is_healthy(port: int, environment: Mapping[str, str]) -> bool:
    """Whether /healthz says that people can be served. The question is put as the proxy in front would put it."""
    headers = {"Host": environment.get("ALLOWED_HOSTS", "").split(",")[0].strip() or f"127.0.0.1:{port}"}
    if int(environment.get("TRUSTED_PROXY_COUNT") or 0):
        headers["X-Forwarded-Proto"] = "https"
    return _status(port, "/healthz", headers) == HTTPStatus.OK


def _status(port: int, path: str, headers: Mapping[str, str]) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return answer.status


if __name__ == "__main__":  # the container's health check
    sys.exit(0 if is_healthy(8000, os.environ) else 1)
