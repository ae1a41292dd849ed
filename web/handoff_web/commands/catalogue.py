"""``handoff worlds`` and ``handoff policies``: what there is to compare."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from handoff_web.commands.options import AsJson
from handoff_web.files import json_text
from handoff_web.terminal import results

if TYPE_CHECKING:
    from handoff_sim.policy import Document

WorldName = Annotated[str | None, typer.Argument(metavar="WORLD", help="Show this one: name or TOML file.")]
PolicyName = Annotated[str | None, typer.Argument(metavar="POLICY", help="Show this one: name or TOML file.")]


def worlds(
    name: Annotated[str | None, typer.Argument(help="Name or TOML file of one world.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the worlds; with a name, show what it says."""
    from handoff_scenarios import catalogue

    if name:
        _show(catalogue.world(name), as_json)
    else:
        _list([catalogue.world(found) for found in catalogue.worlds()], as_json)


def policies(
    name: Annotated[str | None, typer.Argument(help="Name or TOML file of one policy.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the policies; with a name, show what it says."""
    from handoff_scenarios import catalogue

    if name:
        _show(catalogue.policy(name), as_json)
    else:
        _list([catalogue.policy(found) for found in catalogue.policies()], as_json)


def _list(documents: "Sequence[Document]", as_json: bool) -> None:
    if as_json:
        rows = [
            {"name": found.name, "title": found.title, "about": found.about, "hash": found.content_hash}
            for found in documents
        ]
        results().file.write(json_text(rows))
        return
    table = Table("name", "title", "about")
    for found in documents:
        table.add_row(found.name, found.title, in_one_line(found.about))
    results().print(table)


def _show(document: "Document", as_json: bool) -> None:
    """One document in full as JSON, or as the fields in which it differs from the defaults."""
    if as_json:
        results().file.write(json_text({**document.plain(), "hash": document.content_hash}))
        return
    console = results()
    console.print(f"[bold]{document.name}[/]  {document.title}\n")
    console.print(in_one_line(document.about), markup=False)
    if document.source:
        console.print(f"\nSource: {in_one_line(document.source)}", markup=False)
    changes = stated(document)
    if not changes:
        console.print("\nEvery field has its default.")
        return
    table = Table("field", "value", "default", title="What differs from the defaults", title_justify="left")
    for path, value, default in changes:
        table.add_row(path, value, default)
    console.print()
    console.print(table)


def stated(document: "Document") -> list[tuple[str, str, str]]:
    """Path, value and default of every field that a document changes."""
    own = dict(leaves(document.plain()))
    usual = dict(leaves(type(document)().plain()))
    described = {"name", "title", "about", "source"}
    return [
        (path, written(value), written(usual.get(path)))
        for path, value in own.items()
        if value != usual.get(path) and path not in described
    ]


def in_one_line(text: str) -> str:
    """A paragraph without the line ends of the file it was written in."""
    return " ".join(text.split())


def leaves(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Every value of nested tables with its dotted path."""
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += leaves(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, value))
    return found


def written(value: Any) -> str:
    """A value as people write it: a dash for nothing, a table as its items that are not zero."""
    if value is None:
        return "-"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {written(item)}" for key, item in value.items() if item != 0)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
