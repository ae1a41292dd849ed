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
from handoff_api.questions.mutation import QuestionMutation
from handoff_api.questions.query import QuestionQuery
from handoff_api.questions.subscription import QuestionSubscription
from handoff_api.scalars import SCALARS


@strawberry.type
class Query(AboutQuery, CatalogueQuery, ExperimentQuery, LimitsQuery, QuestionQuery):
    """Everything that can be asked."""


@strawberry.type
class Mutation(CatalogueMutation, ExperimentMutation, QuestionMutation):
    """Everything that can be changed."""


@strawberry.type
class Subscription(ExperimentSubscription, QuestionSubscription):
    """Everything that can be watched."""


@cache
def schema() -> HardenedSchema:
    """The schema of the service, with its limits."""
    return described(hardened_schema(Query, Mutation, Subscription, scalar_map=SCALARS))
