"""What nobody knows, with the range that sweeps sample it from and where the range is from."""

from collections.abc import Iterator

from handoff_experiments.documentation.markdown import code, table
from handoff_experiments.documentation.parameters import written
from handoff_experiments.sweeps.uncertainties import Uncertainty, uncertainties


def uncertainty_table() -> str:
    """One line per field: the name of its uncertainty stands in the first, as does the source."""
    return table(("uncertainty", "field", "plausible range", "source"), _rows())


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for one in uncertainties():
        for place, (path, (low, high)) in enumerate(one.sets.items()):
            name, source = (_name(one), one.source) if place == 0 else ("", "")
            yield name, code(path), f"{written(low)} to {written(high)}", source


def _name(one: Uncertainty) -> str:
    return one.name + (" (log scale)" if one.scale == "log" else "")


def fields_with_a_range() -> int:
    """How many fields of a world have one, the items of a vector taken together."""
    return len({one.info.vector or path for one in uncertainties() if one.of == "world" for path in one.sets})
