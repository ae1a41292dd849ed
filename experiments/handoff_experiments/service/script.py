"""An experiment as a Python script that makes it again, without a server and without a store."""

from collections.abc import Mapping
from pprint import pformat
from typing import Any

from handoff_experiments.service.spec import Cited, ExperimentSpec
from handoff_scenarios import catalogue
from handoff_sim.policy import Document, DocumentError, Policy, read
from handoff_sim.world.document import World

WIDTH = 100  # letters
DEFAULTS: Mapping[str, Any] = {
    "pairs": None,
    "until_decided": False,
    "weeks": None,
    "seed": 1,
    "metrics": None,
    "effects": {},
    "alpha": 0.05,
    "unilateral": True,
}
YARDSTICK = "frictionless"


def script(spec: ExperimentSpec, *, title: str, result_sha256: str | None) -> str:
    """The script; run with the same version of Handoff it ends in the same result.

    Args:
        spec: What the experiment is asked.
        title: Said in its first line.
        result_sha256: Hash of the result it should end in; None if there is none yet.

    Raises:
        DocumentError: A document has fields that this version of Handoff does not know.
    """
    definitions: dict[str, str] = {}
    world = _argument(World, spec.world, "world", definitions)
    baseline = _argument(Policy, spec.baseline, "baseline", definitions)
    policies = [
        _argument(Policy, policy, f"policy_{number}", definitions) for number, policy in enumerate(spec.policies, 1)
    ]
    options = {name: getattr(spec, name) for name, usual in DEFAULTS.items() if getattr(spec, name) != usual}
    arguments = [world, f"[{', '.join(policies)}]", f"baseline={baseline}"]
    arguments += [f"{name}={value!r}" for name, value in options.items()]
    if spec.yardstick is None:
        arguments.append("yardstick=None")
    elif (yardstick := _argument(Policy, spec.yardstick, "yardstick", definitions)) != repr(YARDSTICK):
        arguments.append(f"yardstick={yardstick}")
    lines = [
        f"# {' '.join(title.split())}",
        "from handoff_experiments import compare",
        *(["from handoff_sim.policy import Policy, read"] if definitions else []),
        *(["from handoff_sim.world.document import World"] if "world" in definitions else []),
        "",
        *(f"{name} = {written}\n" for name, written in definitions.items()),
        'if __name__ == "__main__":  # workers read this file, too',
        "    found = compare(",
        *(f"        {argument}," for argument in arguments),
        "    )",
        '    for audience in ("small shop", "large shop", "buyer", "operator", "region"):',
        "        print(found.sentence(audience))",
        "    print(found.result_hash)",
    ]
    if result_sha256 is not None:
        lines.append(f'    assert found.result_hash == "{result_sha256}"')
    return "\n".join(lines) + "\n"


def _argument(kind: type[Document], cited: Cited, name: str, definitions: dict[str, str]) -> str:
    """A document as an argument: its name in the catalogue, or a name of the script that is given to what it says."""
    document = read(kind, cited.document, file=cited.ref or kind.__name__)
    entry = catalogue.world if kind is World else catalogue.policy
    try:
        if document == entry(document.name):
            return repr(document.name)
    except DocumentError:
        pass  # no entry of that name
    said = _difference(document.plain(), kind().plain())
    for prose in ("about", "source"):
        said.pop(prose, None)
    written = pformat(said, width=WIDTH, indent=4, sort_dicts=False)
    definitions[name] = f"read({kind.__name__}, {written}, file={document.name!r})"
    return name


def _difference(said: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What a document says other than the defaults; a table of which something differs by its parts."""
    found = {}
    for key, value in said.items():
        if key in usual and value == usual[key]:
            continue
        both_tables = isinstance(value, Mapping) and isinstance(usual.get(key), Mapping)
        found[key] = _difference(value, usual[key]) if both_tables and set(value) == set(usual[key]) else value
    return found
