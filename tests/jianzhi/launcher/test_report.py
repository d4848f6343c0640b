"""`./portal report` from end to end, on a data folder of its own: what somebody does right after cloning."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from jianzhi.launcher import children

ROOT = Path(__file__).resolve().parents[3]
# The caller's own services and keys are not this instance's.
NOT_OURS = re.compile("DATABASE_|REDIS_URL|SECRET_KEY|VAULT_|JIANZHI_|DJANGO_")
pytestmark = [pytest.mark.nightly, pytest.mark.services]


def report(data: Path, out: Path, period: str = "2014") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "portal", "report", "--period", period, "--out", out, "--data", data]
    env = {name: value for name, value in os.environ.items() if not NOT_OURS.match(name)}
    return subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, check=False, timeout=1200)


def test_report_makes_pdf_docx_and_workbook_prints_their_paths_and_leaves_nothing_running(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "papers" / "2014"

    done = report(data, out)

    assert done.returncode == 0, done.stderr
    paths = [Path(line) for line in done.stdout.splitlines() if line.startswith(str(out))]
    assert [path.name for path in paths] == [
        "2014年-建德市总工会-年度工作报告.pdf",
        "2014年-建德市总工会-年度工作报告.docx",
        "2014年-建德市总工会-工会统计年报.xlsx",
    ]
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in paths)
    assert paths[0].read_bytes().startswith(b"%PDF-")
    assert all(zipfile.ZipFile(path).testzip() is None for path in paths[1:])
    assert not any(f"{data}/" in children.command_line(int(pid.name)) for pid in Path("/proc").glob("[0-9]*"))

    unknown = report(data, out, "1999")
    assert unknown.returncode == 1
    assert "没有 1999 年的统计期" in unknown.stderr
