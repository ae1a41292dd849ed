"""Numbers that stand in the code of the model and are no field of any document."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from handoff_experiments.documentation.markdown import code, table, words
from handoff_sim import market, rules

FOLDERS = (rules, market)
LEFT_OUT = ("theory", "room")  # closed forms for tests; sizes of tables
BOOKKEEPING = {"BLOCK", "BUYER_SIDE", "CHANNELS", "EPOCHS", "FIRST_ROWS", "IMPOSSIBLE", "ROUNDING", "SEATS_BESIDES"}
EXPLAINED = {  # where the code has no comment
    "PACKET_EFFORT_MAX": "most packet effort",
    "UNKNOWN_AVAILABILITY": "availability of a member whose load the router does not see",
    "FAST_ANSWER_H": "hours until a fast answer to an offer",
    "SLOW_ANSWER_H": "hours until any other",
    "TIOLI_MARGIN": "what take it or leave it leaves the receiver, share of the market rate",
    "DIRECT_SCORE": "score of a shop without a record",
    "GRACE_WEEKS": "weeks after which a handoff or a job counts as late",
    "LONGEST_GAP_WEEKS": "longest time between own network jobs in a stake, weeks",
    "SEASONED_WEEKS": "weeks of membership after which a gain counts as evidence",
    "FEWEST_PEERS": "outsiders of the own size class below which all outsiders are compared with",
    "PUBLISHED_AFTER": "weeks after launch from which evidence is published",
    "BEST_QUARTER": "share of members that a testimonial speaks of",
    "ORIGINATOR_CATCHES": "share of what left the maker that the originator finds",
    "MEAN_LAG": "of the shortest and the longest lag of a repeat",
    "OTHER_PROCESS_FIT": "fit of a process that is not the shop's first",
}


def constant_table() -> str:
    """Every named number of the rules and the phases."""
    return table(("number", "value", "what it is", "file"), _rows())


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for folder in FOLDERS:
        for found in iter_modules(folder.__path__):
            if found.name not in LEFT_OUT:
                module = import_module(f"{folder.__name__}.{found.name}")
                for name, value, comment in _constants(module):
                    if name not in BOOKKEEPING:
                        meaning = comment or EXPLAINED.get(name) or words(name.lower())
                        yield code(name), f"{value:g}", meaning, f"{found.name}.py"


def _constants(module: ModuleType) -> Iterator[tuple[str, float, str]]:
    source = inspect.getsource(module)
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        value = node.value.value
        if isinstance(value, (int, float)) and not isinstance(value, bool) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, value, lines[node.lineno - 1].partition("#")[2].strip()
