"""`./portal bench`."""


def run(name: str | None) -> int:
    return 0
