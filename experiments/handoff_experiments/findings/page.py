"""The page: what was run, how many claims agree, and a section per claim; written to ``docs/findings.md``."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handoff_experiments.findings.arms import PHONE
from handoff_experiments.findings.causes import UNKNOWN, cause_of
from handoff_experiments.findings.claim import Check, Claim
from handoff_experiments.findings.facts import facts
from handoff_experiments.findings.families import FAMILIES, Family
from handoff_experiments.findings.rule import Verdict
from handoff_experiments.findings.running import Runs
from handoff_experiments.findings.writing import interval, listed, number, wrapped

ROOT_SEED = 22  # the paper's number; not the seeds that calibration looked at

TITLE = "# The pilot's findings, measured again"
INTRODUCTION = """\
Written by `make findings`; do not edit. A small pilot model (60 shops, jobs of two operations, six seeds) was built \
before this one. What it found stands in the specification of the model, sections 0 and 7.3 and Appendix A, and is \
quoted here. This page measures each of those claims with the present model and says which way it falls."""
RULE = """\
**The rule**, fixed before the results: each figure has a band in which the claim puts its true value, mostly one \
side of zero. The figure *agrees* if its 95 % interval over seeds lies wholly inside the band, *disagrees* if wholly \
outside, and is *undecided* otherwise. A claim agrees if all its figures agree, and disagrees if one of them does. \
Figures without a band are shown and not judged. Nothing was tuned for a claim. Nothing is corrected for the number \
of figures, so one or two may be decided wrongly by luck. What explains a disagreement is said only where it was \
checked, by a further arm or a measured number."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """The runs, and every claim by family."""

    runs: Runs
    families: Sequence[tuple[Family, tuple[Claim, ...]]]
    facts: Mapping[str, float]

    @property
    def claims(self) -> list[Claim]:
        """Every claim in the order of the page."""
        return [claim for _, claims in self.families for claim in claims]


def judged(runs: Runs) -> Findings:
    """Read every claim from the runs."""
    families = [(family, family.claims(runs)) for family in FAMILIES]
    return Findings(runs=runs, families=families, facts=facts(runs))


def page(found: Findings) -> str:
    """The whole document."""
    parts = [head(found), summary(found)]
    for family, claims in found.families:
        parts.append(f"## {family.title}\n\n{wrapped(f'{family.about} Specification: {family.source}.')}\n")
        if family.more is not None:
            parts.append(family.more(found.runs))
        parts += [section(claim, found.facts) for claim in claims]
    return "\n".join(parts)


def head(found: Findings) -> str:
    """What was run, and the rule."""
    runs = found.runs
    first = runs.by_arm[PHONE][0]
    count = Counter(claim.verdict for claim in found.claims)
    twins = sum(len(groups) for seeds in runs.twins.values() for groups in seeds)
    told = (
        f"**Of {len(found.claims)} claims, {count[Verdict.AGREES]} agree, {count[Verdict.DISAGREES]} disagree, and "
        f"{count[Verdict.UNDECIDED]} are undecided.**",
        f"World `{runs.world.name}`, {len(runs.seeds)} seeds derived from root seed {ROOT_SEED}, the same under each "
        f"of {len(runs.by_arm)} arms, and {twins:,} twins for the unilateral gains. Figures are of the effect window; "
        f"differences are paired by seed.{survival(runs)}",
        "| world document | model | first phone-book run's events |\n|---|---|---|\n"
        f"| `{runs.world.content_hash[:16]}` | `{first.model_version[:16]}` | `{first.events_sha256[:16]}` |",
    )
    return "\n\n".join(wrapped(text) for text in (TITLE, INTRODUCTION, *told, RULE)) + "\n"


def survival(runs: Runs) -> str:
    """A warning where some seeds drive many shops out of business without any network."""
    left = [summary.metrics["S17"] for summary in runs.by_arm[PHONE]]
    bad = sum(share < 0.75 for share in left)
    if bad == 0:
        return ""
    return (
        f" In {bad} of the {len(left)} seeds more than a quarter of shops close under the phone book (in the worst, "
        f"{100 * (1 - min(left)):.0f} %); such seeds widen every interval."
    )


def summary(found: Findings) -> str:
    """One line per claim."""
    lines = ["| claim | code | verdict |", "|---|---|---|"]
    lines += [f"| {claim.title} | `{claim.code}` | {marked(claim.verdict)} |" for claim in found.claims]
    return "\n".join(lines) + "\n"


def marked(verdict: Verdict) -> str:
    """A disagreement stands out."""
    return f"**{verdict}**" if verdict is Verdict.DISAGREES else str(verdict)


def section(claim: Claim, known: Mapping[str, float]) -> str:
    """One claim: statement, verdict, why, and its figures."""
    lines = [
        f"### {claim.title}\n",
        wrapped(claim.statement) + "\n",
        wrapped(f"**Verdict: {claim.verdict}.** {' '.join(reading(claim, known))}") + "\n",
        "| figure | unit | pilot | ours (95 % interval) | agrees if | verdict |",
        "|---|---|---|---|---|---|",
        *(row(check) for check in claim.checks),
    ]
    return "\n".join(lines) + "\n"


def reading(claim: Claim, known: Mapping[str, float]) -> Iterator[str]:
    """What decided the verdict, and for a disagreement what is known of the cause."""
    against, open_ = claim.of(Verdict.DISAGREES), claim.of(Verdict.UNDECIDED)
    if against:
        told = listed([f"{check.what} ({number(check.ours.mean, check.unit)})" for check in against])
        yield f"Against the claim: {told}."
    if open_:
        yield f"Not decided by {len(open_)} of {len(against) + len(open_) + len(claim.of(Verdict.AGREES))} figures."
    if claim.verdict is not Verdict.AGREES:
        yield cause_of(claim.code, known) or (UNKNOWN if against else "")


def row(check: Check) -> str:
    """One figure as a line of the table."""
    band = "" if check.band is None else check.band.in_words()
    verdict = "shown" if check.verdict is None else marked(check.verdict)
    ours = interval(check.ours, check.unit)
    return f"| {check.what} | {check.unit} | {check.pilot or '–'} | {ours} | {band} | {verdict} |"
