"""The row is another one by now. On its own, so that the rooms above can raise it and the import can know it."""


class Stale(Exception):
    """A row was saved by somebody else since it was read."""
