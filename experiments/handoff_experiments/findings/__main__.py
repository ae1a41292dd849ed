"""``python -m handoff_experiments.findings [--workers N] [--seeds N] [--to docs/findings.md]``."""

import argparse
import sys

from handoff_experiments.files import write_whole
from handoff_experiments.findings.page import ROOT_SEED, judged, page
from handoff_experiments.findings.running import gather, perform
from handoff_experiments.runner import Runner, default_workers
from handoff_experiments.seeds import replication_seeds
from handoff_scenarios import catalogue

WORLD = "default"


def main() -> None:
    """Make the runs, judge the claims and write the page."""
    parser = argparse.ArgumentParser(prog="python -m handoff_experiments.findings", description=__doc__)
    parser.add_argument("--workers", type=int, default=default_workers(), help="processes (default: every core)")
    parser.add_argument("--seeds", type=int, default=12, help="seeds of every arm (default: %(default)s)")
    parser.add_argument("--to", default="docs/findings.md", help="file (default: %(default)s)")
    asked = parser.parse_args()
    with Runner(workers=asked.workers, perform=perform) as runner:
        runs = gather(catalogue.world(WORLD), replication_seeds(ROOT_SEED, asked.seeds), runner, tell=tell)
    write_whole(asked.to, page(judged(runs)))
    tell(f"Written: {asked.to}")


def tell(text: str) -> None:
    """Progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
