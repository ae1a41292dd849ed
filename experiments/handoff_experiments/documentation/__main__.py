"""``python -m handoff_experiments.documentation [--to docs]``."""

import argparse
import sys
from pathlib import Path

from handoff_experiments.documentation.documents import DOCUMENTS, render
from handoff_experiments.files import write_whole


def main() -> None:
    """Write every document into a folder."""
    parser = argparse.ArgumentParser(prog="python -m handoff_experiments.documentation", description=__doc__)
    parser.add_argument("--to", default="docs", help="folder (default: %(default)s)")
    folder = Path(parser.parse_args().to)
    for name in DOCUMENTS:
        print(f"Written: {write_whole(folder / name, render(name))}", file=sys.stderr)


if __name__ == "__main__":
    main()
