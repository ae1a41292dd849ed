"""Pictures as the schema has them."""

import strawberry

from handoff_api.experiments.taking import taking
from handoff_api.scalars import PlotlyFigure


@strawberry.type
class Figure:
    """A picture, with what it says in words."""

    name: str = strawberry.field(description="Its name, such as `quadrants`.")
    title: str = strawberry.field(description="What it shows, in words.")
    alt: str = strawberry.field(description="What is seen in it, for whoever does not see it.")
    figure: PlotlyFigure = strawberry.field(description="The picture itself.")


figure = taking(Figure)
