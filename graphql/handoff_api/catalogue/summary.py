"""A world in a few figures, for a client's picture of it; read from the document, nothing is simulated."""

import strawberry

from handoff_api.http.cost import list_size
from handoff_sim.policy.declare import SIZES
from handoff_sim.world.document import World, block_counts, mean_machines
from handoff_sim.world.population_fields import Block


@strawberry.type
class SizeShares:
    """How shops are spread over the size classes."""

    small: float = strawberry.field(description="Share of shops that are small, 0 to 1.")
    medium: float = strawberry.field(description="Share of shops that are medium, 0 to 1.")
    large: float = strawberry.field(description="Share of shops that are large, 0 to 1.")


@strawberry.type
class ShopBlock:
    """A block of like shops in one region, such as the shops of one industry code in one county."""

    name: str = strawberry.field(description="Name of the block.")
    naics: str = strawberry.field(description="Industry code; empty for none.")
    shops: int = strawberry.field(description="Shops of the block in this world.")
    region: int = strawberry.field(description="Region, numbered from 0.")
    processes: list[str] = strawberry.field(description="First processes of its shops; empty for any but finishing.")
    size_shares: SizeShares = strawberry.field(description="How its shops are spread over the size classes.")


@strawberry.type
class WorldSummary:
    """A world in a few figures."""

    shops: int = strawberry.field(description="Shops.")
    buyers: int = strawberry.field(description="Buyers.")
    regions: int = strawberry.field(description="Regions.")
    processes: list[str] = strawberry.field(description="Processes; the last is finishing.")
    size_shares: SizeShares = strawberry.field(description="How shops are spread over the size classes.")
    machines_per_shop: float = strawberry.field(description="Expected machines of a shop.")
    demand: float = strawberry.field(description="Level of demand, share of capacity other than finishing.")
    weeks: int = strawberry.field(description="Length of a run, in weeks.")
    launch_week: int = strawberry.field(description="Week of launch, unless the policy says.")
    effect_weeks: int = strawberry.field(description="Last weeks of a run over which effects are measured.")
    blocks: list[ShopBlock] = strawberry.field(
        directives=[list_size(20)],
        description="Blocks of like shops; empty where all shops are drawn from the same shares.",
    )


def summary_of(world: World) -> WorldSummary:
    """The figures of a world."""
    population, clock = world.population, world.clock
    blocks = list(zip(population.blocks, block_counts(population), strict=True))
    return WorldSummary(
        shops=population.shops,
        buyers=population.buyers,
        regions=population.regions,
        processes=list(population.processes),
        size_shares=_shares(_overall(world)),
        machines_per_shop=mean_machines(population, _overall(world)),
        demand=world.demand.level,
        weeks=clock.weeks,
        launch_week=clock.launch,
        effect_weeks=clock.effect_weeks,
        blocks=[_block(world, block, shops) for block, shops in blocks],
    )


def _block(world: World, block: Block, shops: int) -> ShopBlock:
    return ShopBlock(
        name=block.name,
        naics=block.naics,
        shops=shops,
        region=block.region,
        processes=list(block.processes),
        size_shares=_shares(block.size_shares or world.population.size_shares),
    )


def _overall(world: World) -> tuple[float, ...]:
    """Size shares of all shops: of the blocks in proportion to their shops, else the population's."""
    population = world.population
    counts = block_counts(population)
    if not counts:
        return population.size_shares
    rows = [block.size_shares or population.size_shares for block in population.blocks]
    total = sum(counts)
    return tuple(
        sum(count * row[size] for count, row in zip(counts, rows, strict=True)) / total for size in range(len(SIZES))
    )


def _shares(shares: tuple[float, ...]) -> SizeShares:
    return SizeShares(**dict(zip(SIZES, shares, strict=True)))
