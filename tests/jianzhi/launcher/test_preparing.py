"""What the launcher says when the tables of a data folder cannot be brought up to date."""

from pathlib import Path

import pytest

from jianzhi.launcher import preparing
from jianzhi.launcher.console import LauncherError
from jianzhi.launcher.instance import Instance, static_mark
from jianzhi.launcher.services import Services


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instance:
    """A data folder that has its static files, with a `migrate` that fails."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "static").mkdir()
    instance = Instance(tmp_path)
    instance.remember(static=static_mark())
    monkeypatch.setattr(preparing, "manage_command", lambda _: ["false"])
    return instance


def failure(instance: Instance, services: Services) -> str:
    with pytest.raises(LauncherError) as caught:
        preparing.prepare(instance, services, {"JIANZHI_MODE": "demo"}, empty=False)
    return str(caught.value)


def test_a_folder_of_an_earlier_version_that_cannot_be_updated_may_be_deleted_or_left(instance: Instance) -> None:
    instance.remember(migrations="those of an earlier version")

    said = failure(instance, instance.services())

    assert f"{instance.data} 里的数据表由更早的版本建立，没有更新成功" in said
    assert "删除这个目录后重新运行 ./portal up" in said
    assert instance.read("state.json")["migrations"] == "those of an earlier version"


def test_nobody_is_told_to_delete_a_new_folder_or_one_without_the_database(instance: Instance) -> None:
    assert failure(instance, instance.services()).startswith("manage.py migrate 没有成功，原因见上。")
    instance.remember(migrations="those of an earlier version")
    assert failure(instance, Services()).startswith("manage.py migrate 没有成功，原因见上。")
