"""``handoff diff``, ``check`` and ``schema``: for people who write their own worlds and policies."""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from handoff_web.commands.catalogue import stated, written
from handoff_web.commands.options import AsJson
from handoff_web.errors import Refusal
from handoff_web.files import json_text
from handoff_web.terminal import results

if TYPE_CHECKING:
    from handoff_sim.policy import Document


class Kind(StrEnum):
    """The two documents."""

    WORLD = "world"
    POLICY = "policy"


def schema(kind: Annotated[Kind, typer.Argument(help="Which document.")]) -> None:
    """Print the JSON Schema of a document: every field with unit, range, default and meaning."""
    from handoff_sim.policy import policy_schema
    from handoff_sim.world.document import world_schema

    results().file.write(json_text(policy_schema() if kind is Kind.POLICY else world_schema()))


def check(
    file: Annotated[Path, typer.Argument(help="TOML file of a world or a policy.")],
    as_json: AsJson = False,
) -> None:
    """Check a world or policy file; exit code 2 and every problem if it cannot be used."""
    kind = kind_of_file(file)
    document = load(kind, str(file))
    if as_json:
        found = {"file": str(file), "kind": kind, "name": document.name, "hash": document.content_hash}
        results().file.write(json_text(found))
        return
    count = len(stated(document))
    differs = f"{count} field{'s differ' if count != 1 else ' differs'} from the defaults"
    results().print(f"{file}: a {kind} that can be used; {differs}; hash {document.content_hash[:12]}", soft_wrap=True)


def diff(
    a: Annotated[str, typer.Argument(help="World or policy: name or TOML file.")],
    b: Annotated[str, typer.Argument(help="The same kind of document.")],
    as_json: AsJson = False,
) -> None:
    """Say in plain words what changes for a shop from A to B."""
    from handoff_sim.policy import Policy, as_lived, plain_diff

    kinds = kind_of(a), kind_of(b)
    if kinds[0] is not kinds[1]:
        raise Refusal(f"{b}: expected a {kinds[0]} like {a}; found a {kinds[1]}")
    before, after = load(kinds[0], a), load(kinds[1], b)
    if isinstance(before, Policy) and isinstance(after, Policy):
        before, after = as_lived(before, after)
    changes = plain_diff(before, after)
    if as_json:
        results().file.write(json_text({"a": a, "b": b, "kind": kinds[0], "changes": list(changes)}))
    elif not changes:
        results().print(f"{a} and {b} say the same.")
    else:
        results().print(_changes(a, b, changes))


def _changes(a: str, b: str, changes: Any) -> Table:
    table = Table("what changes", a, b, "field", title=f"From {a} to {b}", title_justify="left")
    for change in changes:
        table.add_row(change.sentence, written(change.before), written(change.after), change.path)
    return table


def load(kind: Kind, name: str) -> "Document":
    """A world or policy by name or file."""
    from handoff_scenarios import catalogue

    return catalogue.policy(name) if kind is Kind.POLICY else catalogue.world(name)


def kind_of(name: str) -> Kind:
    """Which document a name or file is.

    Raises:
        Refusal: there is neither a policy nor a world of that name.
    """
    from handoff_scenarios import catalogue
    from handoff_sim.policy.problems import closest_first

    if name in catalogue.policies():
        return Kind.POLICY
    if name in catalogue.worlds():
        return Kind.WORLD
    if Path(name).exists() or name.endswith(".toml"):
        return kind_of_file(Path(name))
    options = ", ".join(closest_first(name, [*catalogue.policies(), *catalogue.worlds()]))
    raise Refusal(f"{name}: expected a policy, a world, or a TOML file; the catalogue has {options}")


def kind_of_file(file: Path) -> Kind:
    """Which document a TOML file holds, by the keys that only one of them has.

    Raises:
        Refusal: the file is missing or is no TOML.
    """
    from handoff_scenarios import catalogue
    from handoff_sim.policy import Policy
    from handoff_sim.world.document import World

    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        found = "a folder" if file.is_dir() else "nothing there"
        raise Refusal(f"{file}: expected a TOML file; found {found}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{file}: expected TOML; {error}") from None
    of_world, of_policy = (set(kind.model_fields) for kind in (World, Policy))
    named = data.get("base", [])
    bases = {named} if isinstance(named, str) else set(named)
    world_like = len(data.keys() & (of_world - of_policy)) + len(bases & set(catalogue.worlds()))
    policy_like = len(data.keys() & (of_policy - of_world)) + len(bases & set(catalogue.policies()))
    return Kind.WORLD if world_like > policy_like else Kind.POLICY
