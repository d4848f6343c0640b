"""One declaration per field: may anybody in scope read it, is it personal, is it sensitive?

Personal data (PIPL §4) and sensitive personal data (§28) are masked on every page, kept out of logs, and leave by
export only with the right to reveal them. A model says so in `privacy = Privacy(...)`; a field that no declaration
names fails a test (tests/desk/vault/test_privacy.py).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How carefully a field is handled."""

    PLAIN = "plain"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True)
class Privacy:
    """The declaration of a model's fields.

    `plain`: names, space-separated. `personal`, `sensitive`: name → the mask its value is shown under
    (a name of desk.vault.masks).
    """

    plain: str = ""
    personal: Mapping[str, str] = field(default_factory=dict)
    sensitive: Mapping[str, str] = field(default_factory=dict)

    def level(self, name: str) -> Level | None:
        """The level of the field `name`; None when it was not declared."""
        if name in self.sensitive:
            return Level.SENSITIVE
        if name in self.personal:
            return Level.PERSONAL
        return Level.PLAIN if name in self.plain.split() else None

    def mask(self, name: str) -> str | None:
        """The name of the mask for the field `name`; None for a plain one."""
        return self.sensitive.get(name) or self.personal.get(name)


def faults(privacy: Privacy | None, names: Collection[str], masks: Collection[str]) -> list[str]:
    """What is wrong with a declaration: fields (`names`) it leaves out, names that are no fields, unknown masks."""
    if privacy is None:
        return ["no privacy declared"]
    declared = [*privacy.plain.split(), *privacy.personal, *privacy.sensitive]
    used = {*privacy.personal.values(), *privacy.sensitive.values()}
    return [
        *(f"{name}: not declared" for name in sorted(set(names) - set(declared))),
        *(f"{name}: no such field" for name in sorted(set(declared) - set(names))),
        *(f"{name}: declared twice" for name in sorted({n for n in declared if declared.count(n) > 1})),
        *(f"{mask}: no such mask" for mask in sorted(used - set(masks))),
    ]
