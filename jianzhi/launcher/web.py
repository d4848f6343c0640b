"""The web server's command line; docs/decisions/0001-web-server.md says why this one."""

import http.client
import socket
from pathlib import Path

from .console import LauncherError
from .paths import VENV_PYTHON


def command(port: int, *, host: str = "127.0.0.1") -> list[str | Path]:
    """The command that serves the portal."""
    return [VENV_PYTHON, "-m", "waitress", f"--listen={host}:{port}", "--threads=8", "jianzhi.wsgi:application"]


def require_free(port: int) -> None:
    """Raise LauncherError if somebody listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LauncherError(
                f"端口 {port} 不能使用({error.strerror}),多半已被别的程序占用。请换一个:./portal up --port {_other(port)}",
                f"Port {port} cannot be used ({error.strerror}). Choose another: ./portal up --port {_other(port)}",
            ) from error


def _other(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8000


def answers(port: int) -> bool:
    """Whether the server answers a request, whatever the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
