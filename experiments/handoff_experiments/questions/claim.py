"""The claim test as a question: roles of the policies, and the worlds in which the claim is tried."""

from typing import Literal

from handoff_experiments.claim.roles import Roles
from handoff_experiments.questions.head import SIZES
from handoff_experiments.questions.sweep import SampledQuestion
from handoff_sim.policy import Problem
from handoff_sim.policy.problems import unknown


class ClaimQuestion(SampledQuestion):
    """F1 to F4 over sampled worlds (MODEL 6, E7); the baseline plays the part of neither tools nor incentives."""

    kind: Literal["claim"] = "claim"
    roles: Roles = Roles()

    @property
    def looks_at_shops(self) -> bool:
        """Always: better for shops is what the claim is about."""
        return True

    def problems(self) -> list[Problem]:
        """What does not fit: the parts must be played in both sizes."""
        found = super().problems()
        roles = self.roles
        if roles.neither != self.baseline:
            found.append(Problem(path="roles.neither", expected=f"the baseline, {self.baseline}", found=roles.neither))
        parts = {part: getattr(roles, part) for part in ("tools", "incentives", "both", "yardstick")}
        for size in SIZES:
            arms = self.effort(size).policies or self.arms
            where = "roles" if arms is self.arms else f"roles, in {size}.policies"
            found += [unknown(f"{where}: {part}", name, arms) for part, name in parts.items() if name not in arms]
        found += [unknown("roles.not_enough", name, self.arms) for name in roles.not_enough if name not in self.arms]
        return found
