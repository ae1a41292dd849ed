"""``python -m handoff_experiments.rehearsal [--experiments N] [--workers N] [--to docs/error_rates.md]``."""

import argparse
import sys

from handoff_experiments.files import write_whole
from handoff_experiments.rehearsal.null import ALPHA, Outcome, rates, rehearse
from handoff_experiments.runner import Runner
from handoff_experiments.wording import percent
from handoff_experiments.workers import default_workers
from handoff_scenarios import catalogue

WORLD, POLICY, WEEKS, SEED = "workshop", "phone_book", 78, 22
PAIRS = (6, 12)


def main() -> None:
    """Rehearse and write the table."""
    parser = argparse.ArgumentParser(prog="python -m handoff_experiments.rehearsal", description=__doc__)
    parser.add_argument("--workers", type=int, default=default_workers(), help="processes (default: every core)")
    parser.add_argument("--experiments", type=int, default=300, help="of each size (default: %(default)s)")
    parser.add_argument("--to", default="docs/error_rates.md", help="file (default: %(default)s)")
    asked = parser.parse_args()
    outcomes: list[Outcome] = []
    with Runner(workers=asked.workers) as runner:
        for pairs in PAIRS:
            outcomes += rehearse(
                catalogue.world(WORLD),
                catalogue.policy(POLICY),
                pairs=pairs,
                experiments=asked.experiments,
                weeks=WEEKS,
                seed=SEED + pairs,
                runner=runner,
                tell=lambda done, pairs=pairs: print(f"{pairs} pairs: {done}", file=sys.stderr),  # type: ignore[misc]
            )
    write_whole(asked.to, page(outcomes))


def page(outcomes: list[Outcome]) -> str:
    """The table with what it says."""
    table = rates(outcomes)
    lines = [
        "| pairs | looked at | called | experiments | share | 95 % interval |",
        "|--:|---|---|--:|--:|---|",
        *(
            f"| {row['pairs']} | {row['looked at']} | {row['called']} | {row['experiments']} "
            f"| {percent(row['share'])} | {percent(row['low'])} to {percent(row['high'])} |"
            for row in table.to_dict("records")
        ),
    ]
    said = f"""# How often nothing is called something

Written by `make rehearsal`; do not edit. A policy whose effect is zero by construction (`{POLICY}` in the world
`{WORLD}`, {WEEKS} weeks, against itself in other futures) is compared with the baseline by the statistics of every
comparison, again and again with fresh runs. The promise: *better or worse in any metric* together in at most
{percent(ALPHA)} of experiments, so each of the two in about half of that.
"""
    return said + "\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
