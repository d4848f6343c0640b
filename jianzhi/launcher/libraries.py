"""The few things that come from the system: WeasyPrint's shared libraries, and Chromium for the browser tests."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .console import say

_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def missing() -> list[str]:
    """The Debian packages of the shared libraries that this machine lacks."""
    return [package for library, package in _LIBRARIES.items() if not _is_there(library)]


def _is_there(library: str) -> bool:
    if ctypes.util.find_library(library):
        return True
    # Homebrew on Apple silicon lies outside the places that find_library looks in.
    return any(Path(folder).glob(f"lib{library}*.dylib") for folder in ("/opt/homebrew/lib", "/usr/local/lib"))


def ensure() -> None:
    """Install what PDF pages need if we may, else say the line to run; the portal starts either way."""
    packages = missing()
    if not packages or (can_install() and install(packages) and not missing()):
        return
    line = "brew install pango" if sys.platform == "darwin" else f"sudo apt-get install -y {' '.join(packages)}"
    say(
        f"缺少生成 PDF 所需的系统库，PDF 按钮暂不可用。请运行：{line}",
        f"system libraries for PDF are missing, so PDFs are off for now; run: {line}",
    )


def find_browser() -> str:
    """The path of a Chromium or Chrome, or an empty string."""
    on_path = (shutil.which(name) for name in _BROWSERS)
    mac = (path for path in _MAC_BROWSERS if Path(path).exists())
    return next((path for path in (*on_path, *mac) if path), "")


def ensure_browser() -> str:
    """The path of the browser for the tests, installed if we may; an empty string if there is none."""
    browser = find_browser()
    if not browser and can_install() and install(["chromium"]):
        browser = find_browser()
    if not browser:
        say(
            "没有 Chromium，浏览器测试将跳过（Debian：sudo apt-get install -y chromium）",
            "no Chromium: browser tests will be skipped (Debian: sudo apt-get install -y chromium)",
        )
    return browser


def can_install() -> bool:
    """Whether we are root on a machine with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> bool:
    """Install Debian packages, with fresh lists: a new machine has none. Return whether it worked."""
    say(f"用 apt 安装 {' '.join(packages)}", f"installing {' '.join(packages)} with apt")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])
    for command in commands:
        if subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode:
            return False
    return True
