"""``python -m handoff_experiments.calibration table|search``."""

import argparse
import json
import sys

from handoff_experiments.calibration.bands import BANDS
from handoff_experiments.calibration.handles import settings_of
from handoff_experiments.calibration.measured import write_measured
from handoff_experiments.calibration.searching import Trial, search
from handoff_experiments.calibration.table import measure_all, page
from handoff_experiments.files import write_whole
from handoff_experiments.pool import new_pool
from handoff_experiments.workers import default_workers
from handoff_scenarios import catalogue

SEARCH_SEEDS = (101, 102, 103, 104)  # not those of the table, so that the table is no fit to its own luck


def main() -> None:
    """Measure the worlds of the table, or look for better values of the handles."""
    parser = argparse.ArgumentParser(prog="python -m handoff_experiments.calibration", description=__doc__)
    parser.add_argument("--workers", type=int, default=default_workers(), help="processes (default: every core)")
    actions = parser.add_subparsers(dest="action", required=True)
    table = actions.add_parser("table", help="measure the catalogue's worlds and write the table")
    table.add_argument("--to", default="docs/calibration.md", help="file (default: %(default)s)")
    looking = actions.add_parser("search", help="look for values of the handles that meet more bands")
    looking.add_argument("--world", default="default", help="world of the catalogue (default: %(default)s)")
    looking.add_argument("--points", type=int, default=240, help="points of the Latin hypercube (default: %(default)s)")
    looking.add_argument("--rounds", type=int, default=5, help="walks from the best points (default: %(default)s)")
    asked = parser.parse_args()
    with new_pool(asked.workers) as executor:
        if asked.action == "table":
            tables = measure_all(executor, lambda name: print(f"{name} ...", file=sys.stderr, flush=True))
            write_measured(tables)
            write_whole(asked.to, page(tables))
            print(f"Written: {asked.to}", file=sys.stderr)
        else:
            world = catalogue.world(asked.world)
            points, rounds = asked.points, asked.rounds
            search(world, points=points, rounds=rounds, seeds=SEARCH_SEEDS, executor=executor, on_round=_tell)


def _tell(number: int, best: Trial) -> None:
    """The best setting so far, and the bands it misses."""
    missed = {band.code: round(best.figures[band.code], 3) for band in BANDS if not band.holds(best.figures[band.code])}
    print(f"round {number}: {best.met} of {len(BANDS)} bands, distance {best.distance:.2f}")
    print(json.dumps({"settings": settings_of(best.values), "missed": missed}, indent=1), flush=True)


if __name__ == "__main__":
    main()
