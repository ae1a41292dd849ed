"""``python -m handoff_experiments.findings [--workers N] [--seeds N] [--to docs/findings.md]``."""

import argparse
import sys

from handoff_experiments.files import write_whole
from handoff_experiments.findings.page import ROOT_SEED, judged, page
from handoff_experiments.findings.running import gather, perform
from handoff_experiments.runner import Runner
from handoff_experiments.seeds import replication_seeds
from handoff_experiments.workers import default_workers
from handoff_scenarios import catalogue

WORLD = "default"
FEWEST_SEEDS = 2  # for an interval


def main() -> None:
    """Make the runs, judge the claims and write the page."""
    parser = argparse.ArgumentParser(prog="python -m handoff_experiments.findings", description=__doc__)
    parser.add_argument("--workers", type=int, default=default_workers(), help="processes (default: every core)")
    parser.add_argument("--seeds", type=int, default=12, help="seeds of every arm (default: %(default)s)")
    parser.add_argument("--to", default="docs/findings.md", help="file (default: %(default)s)")
    asked = parser.parse_args()
    if asked.seeds < FEWEST_SEEDS:
        parser.error(f"--seeds: expected at least {FEWEST_SEEDS}; found {asked.seeds}")
    try:
        write_whole(asked.to, findings(asked.workers, asked.seeds))
    except KeyboardInterrupt:
        tell("Interrupted; nothing was written.")
        sys.exit(130)
    tell(f"Written: {asked.to}")


def findings(workers: int, seeds: int) -> str:
    """The page, from fresh runs."""
    with Runner(workers=workers, perform=perform) as runner:
        return page(judged(gather(catalogue.world(WORLD), replication_seeds(ROOT_SEED, seeds), runner, tell=tell)))


def tell(text: str) -> None:
    """Progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
