"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "jianzhi" / "launcher" / "requirements.txt"
REQUIREMENTS_DEV = ROOT / "jianzhi" / "launcher" / "requirements-dev.txt"
WHEELHOUSE = ROOT / "wheelhouse"
DEFAULT_DATA = ROOT / ".data"
