"""What the launcher says on the terminal: one sentence in Chinese, the same in English."""

import sys
from typing import NoReturn


class LauncherError(Exception):
    """The launcher cannot go on; its text says why, and what to do, in both languages."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n  {english}")


def say(chinese: str, english: str) -> None:
    """Print one step. It goes to standard error, so that `./portal manage dumpdata > file` stays clean."""
    print(f"» {chinese} · {english}", file=sys.stderr, flush=True)


def stop(error: LauncherError) -> NoReturn:
    """Print the error and leave with status 1."""
    print(f"✗ {error}", file=sys.stderr, flush=True)
    raise SystemExit(1)
