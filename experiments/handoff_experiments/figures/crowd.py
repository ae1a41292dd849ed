"""The shops of a world as dots of a picture: who stands where, and who knows whom.

A dot is one shop, drawn as a run of the seed draws it. Where a world has more shops than a picture has room for, the
dots are counted from the document instead, and each stands for several like shops.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handoff_sim.policy.declare import SIZES
from handoff_sim.world.document import World, block_counts
from handoff_sim.world.population import draw_shops, draw_ties

MOST_DOTS = 2000
ROOM = (1.0, 2.0, 4.0)  # of a dot, by size class
AIR = 1.3  # room between dots, as a factor
GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))
WIDE = 1.9  # how much wider than high a picture is

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Dots in the order of their shops.

    Parameters
    ----------
    region, size, process: number of the region, the size class and the first process [dot]
    machines: of the shop [dot]; empty where a dot stands for several
    ties: rows of two dots that are in each other's phone books [tie, 2]; empty where a dot stands for several
    shops: how many there are in the world
    """

    region: IntArray
    size: IntArray
    process: IntArray
    machines: IntArray
    ties: IntArray
    shops: int

    @property
    def dots(self) -> int:
        """How many dots there are."""
        return len(self.region)

    @property
    def counted(self) -> bool:
        """Whether a dot stands for several shops."""
        return self.dots < self.shops


def crowd_of(world: World, seed: int) -> Crowd:
    """The shops of a world under one seed."""
    return _drawn(world, seed) if world.population.shops <= MOST_DOTS else _counted(world)


def _drawn(world: World, seed: int) -> Crowd:
    key = np.uint64(seed % 2**64)
    shops = draw_shops(world, key)
    book = draw_ties(world, shops, key)
    pairs = [(one, other) for one in sorted(book) for other in sorted(book[one]) if one < other]
    return Crowd(
        region=shops.region,
        size=shops.size,
        process=shops.first_process,
        machines=shops.machines.sum(axis=1),
        ties=np.array(pairs, np.int64).reshape(-1, 2),
        shops=shops.count,
    )


def _counted(world: World) -> Crowd:
    """As many dots of every kind as its share of the shops comes to, rounded so that the whole comes out."""
    expected = _expected(world)
    up_to = np.floor(np.cumsum(expected.ravel()) * MOST_DOTS / expected.sum() + 0.5).astype(np.int64)
    dots = np.diff(up_to, prepend=0).reshape(expected.shape)
    region, size, process = np.repeat(np.argwhere(dots >= 0), dots.ravel(), axis=0).T
    mixed = np.argsort(np.concatenate([(np.arange(n) + 0.5) / n for n in dots.ravel() if n]), kind="stable")
    nobody = np.zeros(0, np.int64)
    return Crowd(
        region=region[mixed],
        size=size[mixed],
        process=process[mixed],
        machines=nobody,
        ties=nobody.reshape(0, 2),
        shops=world.population.shops,
    )


def _expected(world: World) -> FloatArray:
    """Shops by region, size class and first process, as the document says [region, size, process]."""
    p = world.population
    makers = tuple(range(world.finish))
    shops = np.zeros((p.regions, len(SIZES), len(p.processes)))
    for block, count in zip(p.blocks, block_counts(p), strict=True):
        firsts = tuple(p.processes.index(name) for name in block.processes) or makers
        for first in firsts:
            shops[block.region, :, first] += count / len(firsts) * np.array(block.size_shares or p.size_shares)
    if not p.blocks:
        shops[:] = np.array(p.size_shares)[:, None] * p.shops / p.regions
        shops[:, :, world.finish] *= p.finisher_share
        shops[:, :, : world.finish] *= (1.0 - p.finisher_share) / len(makers)
    return shops


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where dots stand; a unit of length is the diameter of a small shop's dot with the air around it.

    Parameters
    ----------
    x, y: of the dots [dot]
    centres: x, y of every region's cluster [region, 2]
    radius: of the largest cluster
    """

    x: FloatArray
    y: FloatArray
    centres: FloatArray
    radius: float

    @property
    def width(self) -> float:
        """From the left edge of the first cluster to the right edge of the last."""
        return float(np.ptp(self.centres[:, 0])) + 2.0 * self.radius

    @property
    def height(self) -> float:
        """From the upper edge of the first cluster to the lower edge of the last."""
        return float(np.ptp(self.centres[:, 1])) + 2.0 * self.radius


def places_of(crowd: Crowd, regions: int) -> Places:
    """A place for every dot: each region a sunflower, its largest shops in the middle, the regions in rows."""
    x, y = np.zeros(crowd.dots), np.zeros(crowd.dots)
    radius = 1.0
    for region in range(regions):
        inside = np.flatnonzero(crowd.region == region)
        ordered = inside[np.argsort(-crowd.size[inside], kind="stable")]
        room = np.array(ROOM)[crowd.size[ordered]] * AIR
        away = np.sqrt((np.cumsum(room) - room / 2) / math.pi)
        turned = GOLDEN_ANGLE * np.arange(len(ordered))
        x[ordered], y[ordered] = away * np.cos(turned), away * np.sin(turned)
        radius = max(radius, math.sqrt(room.sum() / math.pi))
    columns = min(regions, math.ceil(math.sqrt(regions * WIDE)))
    cell = 2.3 * radius + 1.0
    centres = np.array([(cell * (n % columns), -cell * (n // columns)) for n in range(regions)])
    return Places(x=x + centres[crowd.region, 0], y=y + centres[crowd.region, 1], centres=centres, radius=radius)
