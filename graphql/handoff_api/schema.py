"""Query and Mutation put together, with the scalars: the one place where the schema is built."""

from functools import cache

import strawberry

from handoff_api.catalogue.mutation import CatalogueMutation
from handoff_api.catalogue.query import CatalogueQuery
from handoff_api.describing import described
from handoff_api.http import HardenedSchema, hardened_schema
from handoff_api.scalars import SCALARS


@strawberry.type
class Query(CatalogueQuery):
    """Everything that can be asked."""


@strawberry.type
class Mutation(CatalogueMutation):
    """Everything that can be changed."""


@cache
def schema() -> HardenedSchema:
    """The schema of the service, with its limits."""
    return described(hardened_schema(Query, Mutation, scalar_map=SCALARS))
