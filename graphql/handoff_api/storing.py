"""The store from a resolver: its calls block, so they run in a thread, and what it cannot do is said in words."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool

from handoff_api.problems import STORE_PROBLEM, refused_document
from handoff_experiments.store import StoreError
from handoff_sim.policy import DocumentError

P = ParamSpec("P")
Answer = TypeVar("Answer")


async def reading(function: Callable[P, Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
    """The answer of a function that reads the store.

    Raises
    ------
    GraphQLError: the store cannot be read (code STORE_PROBLEM), or holds a document of another version of Handoff,
        with fields that this one does not have (code INVALID_DOCUMENT)
    """
    try:
        return await run_in_threadpool(function, *args, **kwargs)
    except StoreError as error:
        raise GraphQLError(error.reason, extensions={"code": STORE_PROBLEM}) from error
    except DocumentError as error:
        raise refused_document("store", error) from error
