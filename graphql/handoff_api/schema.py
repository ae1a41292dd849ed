"""Query, Mutation and Subscription put together, with the scalars: the one place where the schema is built."""

from functools import cache

import strawberry

from handoff_api.about import AboutQuery
from handoff_api.catalogue.mutation import CatalogueMutation
from handoff_api.catalogue.query import CatalogueQuery
from handoff_api.describing import described
from handoff_api.experiments.limits import LimitsQuery
from handoff_api.experiments.mutation import ExperimentMutation
from handoff_api.experiments.query import ExperimentQuery
from handoff_api.experiments.subscription import ExperimentSubscription
from handoff_api.http import HardenedSchema, hardened_schema
from handoff_api.scalars import SCALARS


@strawberry.type
class Query(AboutQuery, CatalogueQuery, ExperimentQuery, LimitsQuery):
    """Everything that can be asked."""


@strawberry.type
class Mutation(CatalogueMutation, ExperimentMutation):
    """Everything that can be changed."""


@strawberry.type
class Subscription(ExperimentSubscription):
    """Everything that can be watched."""


@cache
def schema() -> HardenedSchema:
    """The schema of the service, with its limits."""
    return described(hardened_schema(Query, Mutation, Subscription, scalar_map=SCALARS))
