"""Whether a policy can be lived under in a world: the places it names, and when it starts."""

from collections.abc import Iterator

from handoff_sim.policy.document import Policy
from handoff_sim.policy.problems import DocumentError, Problem, unknown
from handoff_sim.world.document import World


def launch_week(world: World, policy: Policy) -> int:
    """Week in which the network starts: the policy's, else the world's."""
    return world.clock.launch if policy.launch.week is None else policy.launch.week


def check_fit(world: World, policy: Policy) -> None:
    """Refuse a policy that names a process or region which the world does not have, or ends before it starts.

    Raises
    ------
    DocumentError: every misfit at once
    """
    problems = [*_unknown_places(world, policy)]
    start = launch_week(world, policy)
    for name in ("subsidy_end", "withdraw_week"):
        end = getattr(policy.launch, name)
        if end is not None and end <= start:
            wanted = f"a week after the launch in week {start}"
            problems.append(Problem(path=f"launch.{name}", expected=wanted, found=str(end)))
    if problems:
        raise DocumentError(f"policy {policy.name} in world {world.name}", problems)


def _unknown_places(world: World, policy: Policy) -> Iterator[Problem]:
    processes = world.population.processes
    for name in policy.lane.processes:
        if name not in processes:
            yield unknown("lane.processes", name, processes)
    for name in policy.vertical.families if policy.vertical.count else ():
        if name not in processes:
            yield unknown("vertical.families", name, processes)
    for region in policy.lane.regions:
        if region >= world.population.regions:
            wanted = f"region numbers below {world.population.regions}"
            yield Problem(path="lane.regions", expected=wanted, found=str(region))
