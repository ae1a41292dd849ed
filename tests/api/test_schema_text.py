"""The schema as a text: described throughout, in step with the code, never broken by accident."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    specified_directives,
)

from handoff_api import sdl
from handoff_api.scalars import SCALARS
from handoff_api.schema import schema
from handoff_api.sdl import ACCEPTED, SDL, breaking_changes, exported

OLD = "type Query { worlds: [String!]! rules(group: String): String }"


def described(built: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Every own type, field, argument, enum value and directive argument, with its description."""
    for name, kind in built.type_map.items():
        if name.startswith("__"):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{key}", value.description) for key, value in kind.values.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for key, field in kind.fields.items():
                yield f"{name}.{key}", field.description
                arguments = getattr(field, "args", {})
                yield from ((f"{name}.{key}({word})", argument.description) for word, argument in arguments.items())
    own = [directive for directive in built.directives if directive.name not in {d.name for d in specified_directives}]
    for directive in own:
        yield f"@{directive.name}", directive.description


def test_everything_in_the_schema_is_described() -> None:
    found = dict(described(build_schema(exported())))
    assert len(found) > 200
    assert [
        name for name, text in found.items() if not text or not text.strip().endswith((".", "?", "(isoformat)"))
    ] == []


def test_a_missing_description_is_noticed() -> None:
    assert ("Query.worlds", None) in described(build_schema(OLD))


def test_the_schema_asked_of_the_service_has_the_descriptions_too() -> None:
    answer = schema().execute_sync('{ __type(name: "Policy") { description fields { name description } } }')
    assert answer.data is not None
    described_type = answer.data["__type"]
    assert described_type["description"] == "The rules of one network under which shops and buyers live."
    assert all(field["description"] for field in described_type["fields"])


def test_no_scalar_is_a_bare_json() -> None:
    own = {definition.name for definition in SCALARS.values()}
    scalars = {line.split()[1] for line in exported().splitlines() if line.startswith("scalar ")}
    assert scalars <= own | {"DateTime"}


def test_the_committed_schema_breaks_no_client() -> None:
    breaking = breaking_changes(SDL.read_text(encoding="utf-8"), exported(), ACCEPTED.read_text(encoding="utf-8"))
    assert breaking == [], "keep the old way beside the new, or run: python -m handoff_api.sdl --accept"


def test_the_committed_schema_is_that_of_the_code() -> None:
    assert SDL.read_text(encoding="utf-8") == exported(), "run `make sdl` and read the diff"


@pytest.mark.parametrize(
    ("new", "what"),
    [
        ("type Query { rules(group: String): String }", "Query.worlds was removed."),
        ("type Query { worlds: [String!] rules(group: String): String }", "Query.worlds changed type"),
        ("type Query { worlds: [String!]! rules: String }", "Query.rules"),
        ("type Query { worlds: [String!]! rules(group: String, of: Int!): String }", "of"),
    ],
)
def test_a_change_that_breaks_clients_is_found_until_it_is_accepted(new: str, what: str) -> None:
    (found,) = breaking_changes(OLD, new)
    assert what in found
    assert breaking_changes(OLD, new, accepted=f"- 2026-11-25: {found}") == []
    assert breaking_changes(OLD, new, accepted="- 2026-11-25: Query.policies was removed.") == [found]


def test_a_change_that_only_adds_breaks_nobody() -> None:
    assert (
        breaking_changes(OLD, "type Query { worlds: [String!]! rules(group: String, of: Int): String more: Int }") == []
    )


@pytest.fixture
def committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A schema that had one more field, and an empty list of accepted changes."""
    old, accepted = tmp_path / "schema.graphql", tmp_path / "breaking.md"
    old.write_text(exported().replace("type Query {", "type Query {\n  once: Int\n"), encoding="utf-8")
    accepted.write_text("", encoding="utf-8")
    monkeypatch.setattr(sdl, "SDL", old)
    monkeypatch.setattr(sdl, "ACCEPTED", accepted)
    return old


def test_a_breaking_schema_is_not_written(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = committed.read_text(encoding="utf-8")
    assert sdl.main([]) == 1
    assert committed.read_text(encoding="utf-8") == before
    assert "Query.once was removed" in capsys.readouterr().err


def test_an_accepted_break_is_written_and_noted(committed: Path) -> None:
    assert sdl.main(["--accept"]) == 0
    assert committed.read_text(encoding="utf-8") == exported()
    assert "Query.once was removed" in (committed.parent / "breaking.md").read_text(encoding="utf-8")
