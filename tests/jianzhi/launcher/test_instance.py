"""The data folder of a lasting instance: who may use it, its keys, and when work can be skipped."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from jianzhi.launcher import instance as module
from jianzhi.launcher import service_user
from jianzhi.launcher.console import LauncherError
from jianzhi.launcher.instance import Instance, migrations_mark, static_mark
from jianzhi.launcher.service_user import ServiceUser
from jianzhi.launcher.services import Services

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "VAULT_KEYS", "VAULT_INDEX_KEY")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A launcher that is told nothing by its environment and may enter its folder; return what stands for /var/lib."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    made = tmp_path / "var-lib"
    made.mkdir()
    me = ServiceUser("engines", os.geteuid(), os.getegid(), dropped=False)
    monkeypatch.setattr(module, "_ELSEWHERE", made)
    monkeypatch.setattr(service_user, "choose", lambda: me)
    return made


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance(tmp_path / "data")
    made.make_folder()
    return made


@pytest.fixture
def closed_to_engines(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> Path:
    """A data folder that the engines' account cannot enter, as below /root."""
    me = ServiceUser("engines", os.geteuid(), os.getegid(), dropped=True)
    monkeypatch.setattr(service_user, "choose", lambda: me)
    monkeypatch.setattr(ServiceUser, "can_enter", lambda self, folder: elsewhere in folder.parents)
    monkeypatch.setattr(ServiceUser, "popen_arguments", lambda self: {})
    return elsewhere


def homes(services: Services) -> tuple[Path, Path]:
    assert services.postgres
    assert services.valkey
    return services.postgres.home, services.valkey.home


def pretend_used(services: Services) -> None:
    (homes(services)[0]).mkdir(parents=True)


def test_keys_are_made_once_and_for_nobody_else_to_read(instance: Instance) -> None:
    instance.services()
    keys = instance.read("keys.json")
    instance.services()

    assert len(keys) == 7
    assert instance.read("keys.json") == keys
    assert stat.S_IMODE((instance.data / "keys.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((instance.data / "files").stat().st_mode) == 0o700


def test_the_callers_own_keys_come_first(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    services = instance.services()
    monkeypatch.setenv("SECRET_KEY", "mine")
    monkeypatch.setenv("JIANZHI_MODE", "production")

    environment = instance.environment(replace(services, postgres=None, valkey=None))

    assert environment["SECRET_KEY"] == "mine"
    assert environment["JIANZHI_MODE"] == "production"
    assert environment["VAULT_KEYS"] == instance.read("keys.json")["VAULT_KEYS"]
    assert "DATABASE_SUPERUSER_URL" not in environment


def test_data_without_their_keys_are_not_given_new_ones(instance: Instance) -> None:
    pretend_used(instance.services())
    (instance.data / "keys.json").unlink()

    with pytest.raises(LauncherError, match=r"钥匙文件 .*keys\.json 不见了"):
        instance.services()


def test_a_folder_made_by_somebody_else_is_refused(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    instance.services()
    monkeypatch.setattr(os, "geteuid", lambda: 4711)

    with pytest.raises(LauncherError, match="是别的用户建的"):
        instance.make_folder()


def test_an_existing_folder_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)

    Instance(tmp_path).make_folder()

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_only_one_launcher_at_a_time(instance: Instance) -> None:
    with instance.alone() as first, instance.alone() as second:
        assert (first, second) == (True, False)
    with instance.alone() as third:
        assert third is True


def test_where_the_engines_cannot_enter_their_files_go_elsewhere_and_are_found_again(
    instance: Instance, closed_to_engines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = instance.services()
    pretend_used(first)
    said = capsys.readouterr().err
    second = instance.services()

    assert homes(first) == homes(second)
    assert closed_to_engines in homes(first)[0].parents
    assert f"进不了 {instance.data}" in said
    assert capsys.readouterr().err == ""
    assert not (instance.data / "engines").exists()


def test_files_elsewhere_whose_data_folder_was_deleted_are_set_aside_not_reused(
    instance: Instance, closed_to_engines: Path
) -> None:
    first = instance.services()
    pretend_used(first)
    (instance.data / "keys.json").unlink()

    second = instance.services()

    assert homes(second) == homes(first)
    assert not homes(second)[0].exists()
    assert len(list(closed_to_engines.glob("jianzhi-*-old-*/engines/postgres"))) == 1


@pytest.fixture
def checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    for folder in ("unions/migrations", "desk/jobs/migrations", "static", ".data/static", "jianzhi/launcher"):
        (root / folder).mkdir(parents=True)
    (root / "jianzhi/launcher/requirements.txt").write_text("django==5.2\n")
    monkeypatch.setattr(module, "ROOT", root)
    return root


@pytest.mark.parametrize(
    "changed", ["unions/migrations/0002_x.py", "desk/jobs/migrations/0001_x.py", "jianzhi/launcher/requirements.txt"]
)
def test_a_new_migration_or_package_calls_for_migrating(checkout: Path, changed: str) -> None:
    before = migrations_mark()
    assert migrations_mark() == before

    (checkout / changed).write_text("new")

    assert migrations_mark() != before


def test_a_new_static_file_calls_for_collecting_but_a_collected_one_does_not(checkout: Path) -> None:
    before = static_mark()
    (checkout / ".data/static/collected.css").write_text("x")
    assert static_mark() == before

    (checkout / "static/new.css").write_text("x")

    assert static_mark() != before
