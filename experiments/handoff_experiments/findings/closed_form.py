"""MODEL 0.9: the closed form of the reputational stake (R7) against a mean field of the record it describes."""

import math
from dataclasses import dataclass

from handoff_experiments.findings.claim import Check, Claim, Estimate
from handoff_experiments.findings.rule import Band
from handoff_experiments.findings.running import Runs
from handoff_sim.rules.stake import jobs_lost_per_failure

TITLE = "The closed form of the reputational stake"
ABOUT = """\
Jobs that one provable failure costs: R7 against the mean field of a Beta record with forgetting under softmax routing,
rivals' scores fixed; share of routed work .05, success .95, prior 2 and 1. A number, not a sample, so there is no
interval. The test `test_v11_a_failure_costs_the_stated_number_of_jobs` asserts the same bounds by Monte Carlo."""

SHARE, SUCCESS, PRIOR = 0.05, 0.95, (2.0, 1.0)
OWN_JOBS = 2000  # after which nothing is left of a failure at any of these memories


@dataclass(frozen=True)
class Setting:
    """A weight in the score, the routing temperature, the memory per event, and the discount per own job."""

    weight: float
    tau: float
    memory: float
    discount: float = 1.0


PATIENT = (
    Setting(0.3, 0.1, 0.97), Setting(0.3, 0.3, 0.9), Setting(0.1, 0.1, 0.9), Setting(0.1, 0.1, 0.97),
    Setting(0.3, 0.1, 0.98),
)  # fmt: skip
IMPATIENT = (
    Setting(0.3, 0.1, 0.97, 0.95), Setting(0.1, 0.1, 0.9, 0.9), Setting(0.3, 0.3, 0.9, 0.97),
    Setting(0.1, 0.1, 0.97, 0.93),
)  # fmt: skip


def claims(runs: Runs) -> tuple[Claim, ...]:
    """Largest error of the closed form, undiscounted and discounted; no run is needed."""
    return (
        claim("stake.patient", "within 6 % undiscounted", PATIENT, 0.06, "five"),
        claim("stake.impatient", "within 8 % discounted", IMPATIENT, 0.08, "four"),
    )


def claim(code: str, bound: str, settings: tuple[Setting, ...], most: float, number: str) -> Claim:
    """Each setting's error against the pilot's bound."""
    return Claim(
        code=code,
        title=f"R7 is right {bound}",
        statement=f"The closed form is {bound}, in {number} settings with a small weight × (1 − memory) ÷ temperature.",
        checks=[
            Check(what=f"error at {in_words(setting)}", unit="share", pilot=f"within {100 * most:.0f} %",
                  ours=Estimate.exact(error(setting)), band=Band(-most, most))
            for setting in settings
        ],
    )  # fmt: skip


def in_words(s: Setting) -> str:
    """A setting as the page names it."""
    discount = "" if s.discount == 1 else f", discount {s.discount:g}"
    return f"weight {s.weight:g}, temperature {s.tau:g}, memory {s.memory:g}{discount}"


def error(s: Setting) -> float:
    """Relative error of the closed form."""
    stated: float = jobs_lost_per_failure(SHARE, s.weight, s.tau, s.memory, s.discount, *PRIOR)
    return stated / mean_field_jobs_lost(s) - 1.0


def mean_field_jobs_lost(s: Setting) -> float:
    """Own jobs that a failure costs against a success in its place, expected records followed event by event."""
    a0, b0 = PRIOR
    events = 1.0 / (1.0 - s.memory)
    usual = (SUCCESS * events + a0) / (events + a0 + b0)
    rivals = (1.0 - SHARE) / SHARE * math.exp(s.weight * usual / s.tau)
    good, bad = s.memory * SUCCESS * events, s.memory * (1.0 - SUCCESS) * events
    records = [[good, bad + 1.0], [good + 1.0, bad]]  # after a failure, after a success
    lost = 0.0
    for step in range(int(OWN_JOBS / SHARE)):
        chances = []
        for record in records:
            score = (record[0] + a0) / (sum(record) + a0 + b0)
            pull = math.exp(s.weight * score / s.tau)
            chance = pull / (pull + rivals)
            forgotten = chance * (1.0 - s.memory)
            record[0] += chance * SUCCESS - forgotten * record[0]
            record[1] += chance * (1.0 - SUCCESS) - forgotten * record[1]
            chances.append(chance)
        lost += s.discount ** (step * SHARE) * (chances[1] - chances[0])
    return lost
