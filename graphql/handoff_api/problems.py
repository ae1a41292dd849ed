"""Errors that a client can act on: members of a mutation's answer, or the extensions of a query's error."""

from collections.abc import Iterable

import strawberry
from graphql import GraphQLError

from handoff_api.http.cost import list_size
from handoff_sim.policy import DocumentError
from handoff_sim.policy import Problem as Found

BAD_INPUT = "BAD_USER_INPUT"
INVALID_DOCUMENT = "INVALID_DOCUMENT"
STORE_PROBLEM = "STORE_PROBLEM"


@strawberry.type
class Problem:
    """One thing wrong in a document: where, what was expected, what was found, and the legal names."""

    path: str = strawberry.field(description="Dotted path of the field, such as `payout.take`, or part of the input.")
    expected: str = strawberry.field(description="What the field takes, in words with range and unit.")
    found: str = strawberry.field(description="What was there, as text, shortened.")
    options: list[str] = strawberry.field(
        description="The legal names, closest first; empty where the field takes no names."
    )


@strawberry.interface
class Refusal:
    """Something that was asked for and is not done; nothing has changed."""

    message: str = strawberry.field(description="Why, in plain words, for people.")


@strawberry.type
class InvalidPolicy(Refusal):
    """A policy that cannot be used, with everything that is wrong with it."""

    problems: list[Problem] = strawberry.field(directives=[list_size(5)], description="Every problem at once.")


@strawberry.type
class InvalidWorld(Refusal):
    """A world that cannot be used, with everything that is wrong with it."""

    problems: list[Problem] = strawberry.field(directives=[list_size(5)], description="Every problem at once.")


@strawberry.type
class StoreProblem(Refusal):
    """The store cannot keep it: busy, full, out of reach or open for reading only."""


def problems_of(found: Iterable[Found]) -> list[Problem]:
    """Problems of a document as the schema has them."""
    return [
        Problem(path=problem.path, expected=problem.expected, found=problem.found, options=list(problem.options))
        for problem in found
    ]


def message_of(error: DocumentError) -> str:
    """Every problem in one line."""
    return "; ".join(str(problem) for problem in error.problems)


def refused_document(argument: str, error: DocumentError) -> GraphQLError:
    """A document error as the error of a query: code, and every problem under ``extensions``."""
    problems = [
        {"path": found.path, "expected": found.expected, "found": found.found, "options": list(found.options)}
        for found in error.problems
    ]
    extensions = {"code": INVALID_DOCUMENT, "argument": argument, "problems": problems}
    return GraphQLError(f"{argument}: {message_of(error)}", extensions=extensions)


def bad_input(argument: str, expected: str, found: str) -> GraphQLError:
    """An argument that means nothing here."""
    return GraphQLError(f"{argument}: expected {expected}; found {found}", extensions={"code": BAD_INPUT})
