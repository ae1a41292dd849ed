"""Options that several commands share, so that the same word means the same everywhere."""

from typing import Annotated

import typer

from handoff_web.inputs import MOST_SEED, MOST_WEEKS

World = Annotated[str, typer.Argument(metavar="WORLD", help="World: name or TOML file.")]
Policy = Annotated[str, typer.Argument(metavar="POLICY", help="Policy: name or TOML file.")]
Policies = Annotated[list[str], typer.Argument(metavar="POLICY...", help="Policies: names or TOML files.")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=MOST_SEED, help="Unsigned 64-bit seed.")]
Weeks = Annotated[
    int | None, typer.Option("--weeks", min=1, max=MOST_WEEKS, help="Horizon; the world's own if left out.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a field: payout.take=0.1; may be repeated."),
]
Json = Annotated[str | None, typer.Option("--json", metavar="FILE", help="Write JSON there; - for standard output.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
