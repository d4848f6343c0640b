"""The child process: nothing it needs, nothing it leaves, and an end to everything it does (promises.md B1, B13)."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk.sheets.reader import FileRefused, Limits, process, read
from desk.sheets.reader.limits import MIB
from tests.desk.sheets.reader.books import workbook
from tests.desk.sheets.reader.reading import children

SMALL = workbook([["姓名"], ["张三"]])
KEPT = ["您的文件没有改动", "系统里也没有写入任何内容"]


def instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Another program in the place of the child."""
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", program))


def refusal(limits: Limits | None = None) -> str:
    with pytest.raises(FileRefused) as caught:
        read(SMALL, limits=limits or Limits())
    assert all(part in str(caught.value) for part in KEPT)
    assert children() == []
    return str(caught.value)


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "import os; os.abort()",
        "raise SystemExit(1)",
        "print('no frame at all')",
        "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'\\0\\0\\0\\x63[1')",
        "import sys; sys.stdout.buffer.write(b'\\xff' * 9)",
        "import sys; m = b'[\"rows\",[]]'; sys.stdout.buffer.write(len(m).to_bytes(4, 'big') + m)",
        "import sys; m = b'[\"book\",{\"evil\":1}]'; sys.stdout.buffer.write(len(m).to_bytes(4, 'big') + m)",
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_a_refusal_in_words(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, program)
    assert "意外" in refusal()


def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import sys, time; sys.stdin.read(); time.sleep(60)  # desk.sheets.reader.child")
    started = time.monotonic()
    assert "时间超过上限" in refusal(Limits(seconds=1))
    assert time.monotonic() - started < 10


def test_too_much_memory_is_a_refusal_in_words() -> None:
    rows = [[f"{row}-{column}" for column in range(25)] for row in range(8_000)]
    with pytest.raises(FileRefused, match=r"内存|意外"):
        read(workbook(rows), limits=Limits(memory=8 * MIB))
    assert len(read(workbook(rows), limits=Limits()).sheets[0].rows) == 8_000


def test_the_child_knows_no_django_and_no_settings_and_starts_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_KEYS", "secret")
    told = "import json, os, sys, desk.sheets.reader.child, desk.sheets.reader.workbook;"
    program = f"{told} print(json.dumps([sorted(m for m in sys.modules if '.' not in m), dict(os.environ)]))"
    environment = {name: os.environ[name] for name in process.KEPT_ENVIRONMENT if name in os.environ}
    answer = subprocess.run(
        [sys.executable, "-s", "-c", program], cwd=process.FOLDER, env=environment, capture_output=True, check=True
    )
    modules, variables = json.loads(answer.stdout)
    assert not {"django", "celery", "psycopg", "openpyxl", "import_export", "socket", "ssl"} & set(modules)
    assert "secret" not in variables.values()
    started = time.process_time() + sum(os.times()[2:4])
    assert read(SMALL, limits=Limits()).sheets[0].rows == [["姓名"], ["张三"]]
    assert time.process_time() + sum(os.times()[2:4]) - started < 0.3


def test_the_child_gets_no_secrets_and_may_write_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    program = f"""
import json, os, sys
from desk.sheets.reader.child import confine
from desk.sheets.reader.limits import Limits
from desk.sheets.reader.wire import send
sys.stdin.buffer.read()
confine(Limits())
try:
    with open({str(tmp_path / "left")!r}, "w") as file:
        file.write("张三")
    wrote = True
except OSError:
    wrote = False
send(sys.stdout.buffer, ("refused", json.dumps([wrote, "SECRET_KEY" in os.environ])))
"""
    instead(monkeypatch, program)
    with pytest.raises(FileRefused) as caught:
        read(SMALL, limits=Limits())
    assert json.loads(str(caught.value)) == [False, False]
    assert not (tmp_path / "left").exists() or (tmp_path / "left").read_bytes() == b""


def test_reading_leaves_no_process_no_file_and_no_open_pipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        read(SMALL, limits=Limits())
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert list(tmp_path.iterdir()) == []
    assert children() == []
