"""How the steps of a run say where they stand, to whoever watches.

Belongs here: the two calls that a step makes. Does not belong here: showing them (cli.py).
"""


class Progress:
    """Where the work stands. This one tells nobody: in Dagster, the steps and their logs say it."""

    def step(self, name: str, total: int | None = None) -> None:
        """A step begins, called `name`; `total` is the number of things that it will work through, if known."""

    def advance(self, count: int) -> None:
        """So many more of them are done."""
