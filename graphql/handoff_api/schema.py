"""Query and Mutation put together, with the scalars: the one place where the schema is built."""

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from handoff_api.catalogue.mutation import CatalogueMutation
from handoff_api.catalogue.query import CatalogueQuery
from handoff_api.describing import described
from handoff_api.scalars import SCALARS


@strawberry.type
class Query(CatalogueQuery):
    """Everything that can be asked."""


@strawberry.type
class Mutation(CatalogueMutation):
    """Everything that can be changed."""


@cache
def schema() -> strawberry.Schema:
    """The schema of the service."""
    config = StrawberryConfig(scalar_map=dict(SCALARS))
    return described(strawberry.Schema(query=Query, mutation=Mutation, config=config))
