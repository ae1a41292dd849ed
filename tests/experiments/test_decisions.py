"""Decision rules on made-up runs whose answer is known, undecided ones among them."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tests.experiments.made_up import Point, made_up

from handoff_experiments.questions import question, questions
from handoff_experiments.questions.decisions import (
    DECISIONS,
    Evidence,
    applied,
    breadth,
    capture,
    convincing,
    downside,
    motivations,
    payment,
    record,
    routing,
    start,
)
from handoff_experiments.questions.decisions.evidence import GAINING, estimate

CUBE = {**dict.fromkeys(motivations.MOTIVATIONS, ("without", "with")), "exposure": ("back door",)}


def test_every_decision_belongs_to_a_question_with_a_rule_in_words() -> None:
    assert set(DECISIONS) <= set(questions())
    assert all(question(name).decision_rule and question(name).estimand for name in DECISIONS)


def test_luck_that_all_share_cancels_in_a_difference() -> None:
    evidence = made_up({"take": ("low", "high")}, lambda point: {"S1": 5.0 if point["take"] == "low" else -5.0})
    assert evidence.at("S1", {"take": "low"}) == pytest.approx(np.full(10, 5.0))
    assert estimate(evidence.at("S1", {"take": "high"})).high == pytest.approx(-5.0)
    assert np.ptp(evidence.at("S1", {"take": "low"}, "level")) > 50.0


def test_levels_that_nothing_was_run_with_are_no_values() -> None:
    evidence = made_up({"take": ("low", "high")}, lambda _: {"S1": 1.0})
    with pytest.raises(KeyError, match="no combination with"):
        evidence.at("S1", {"take": "middle"})


def test_a_rule_says_what_it_needs_where_a_part_was_not_run() -> None:
    whole = made_up(CUBE, _gaining)
    part = whole.rows[(whole.rows["merit"] == "with") | (whole.rows["protection"] == "with")]
    (said,) = applied(motivations.decide, replace(whole, rows=part)).sentences
    assert said.startswith("Not decided: the rule needs what was not run (C > 0: no combination with")
    (said,) = applied(motivations.decide, made_up({"take": ("low", "high")}, _nothing)).sentences
    assert said == "Not decided: the rule needs what was not run (exposure)."


def _nothing(_: Point) -> dict[str, float]:
    return {"S1": 0.0}


# E8


def test_shapley_values_of_a_game_that_is_known() -> None:
    # a glove game with a helper: a left and one of two right gloves are worth 1
    worth = {
        part: np.array([1.0 if "left" in part and len(part & {"right", "other right"}) else 0.0])
        for part in motivations.subsets(("left", "right", "other right"))
    }
    found = motivations.shapley(worth, ("left", "right", "other right"))
    assert found["left"] == pytest.approx(2 / 3)
    assert found["right"] == found["other right"] == pytest.approx(1 / 6)


def _gaining(point: Point) -> dict[str, float]:
    on = {name for name in motivations.MOTIVATIONS if point[name] == "with"}
    share = 0.9 if {"clean work", "protection"} <= on else 0.5
    return {GAINING: share, "S1": 10.0 * len(on & {"clean work", "protection"})}


def test_motivations_needed_and_minimal_sets_are_found() -> None:
    made = motivations.decide(made_up(CUBE, _gaining, noise=0.01))
    assert "none" not in made.sentences[0].split(".")[0]
    assert "more than 20 %): clean work and protection." in made.sentences[0]
    assert "Minimal sets that suffice: clean work + protection;" in made.sentences[0]
    values = made.table.set_index("motivation")["mean"]
    assert values["clean work"] == pytest.approx(10.0, abs=0.05)
    assert values["merit"] == pytest.approx(0.0, abs=0.05)


def test_motivations_are_undecided_where_noise_covers_them() -> None:
    said = motivations.decide(made_up(CUBE, _gaining, noise=1.0)).sentences[0]
    assert "): none; undecided: clean work, protection and merit." in said
    assert "No set is seen to suffice" in said


# E2


RECORDS = ("informal_email", "fresh_quote", "shared_locked")


def _records(blame: dict[str, float], kept: dict[str, float], noise: float = 0.001) -> Evidence:
    factors = {"record": RECORDS, "liability": ("phone_custom", "cause_based")}
    return made_up(factors, lambda at: {"S8b": blame[at["record"]], "S11": kept[at["record"]]}, noise=noise)


def test_a_dominated_record_is_flagged() -> None:
    evidence = _records(
        {"informal_email": 0.30, "fresh_quote": 0.35, "shared_locked": 0.10},
        {"informal_email": 0.70, "fresh_quote": 0.60, "shared_locked": 0.80},
    )
    table = record.frontier(evidence).set_index("record")
    assert table.loc["informal_email", "beaten by"] == ""  # it takes the fewest hours
    assert table.loc["fresh_quote", "beaten by"] == "informal_email"
    assert table.loc["shared_locked", "beaten by"] == ""
    assert table.loc["shared_locked", "as good in fewer hours"] == ""
    said = record.decide(evidence).sentences
    assert "fresh_quote is dominated by informal_email." in said


def test_hours_that_buy_nothing_are_told_and_what_is_not_sure_is_called_undecided() -> None:
    flat = dict.fromkeys(RECORDS, 0.2)
    quiet = record.decide(_records({**flat, "shared_locked": 0.19}, flat, noise=0.0001)).sentences
    assert any(said.startswith("What shared_locked takes in hours buys nothing that matters") for said in quiet)
    loud = record.decide(_records({**flat, "fresh_quote": 0.9}, {**flat, "fresh_quote": 0.1}, noise=1.5)).sentences
    assert any(said.endswith(", undecided.") for said in loud)


# E3


LIABILITY = {"liability": ("receiver_all", "controller_pays", "cause_based"), "proof": ("proof 0.3", "proof 0.9")}


def _welfare(at: Point) -> dict[str, float]:
    easy = at["proof"] == "proof 0.9"
    welfare = {"receiver_all": 90.0, "controller_pays": 60.0 if easy else 20.0, "cause_based": 40.0}[at["liability"]]
    return {"R5": welfare, "S8b": 0.5 if at["liability"] == "receiver_all" else 0.1, "N1.share": 0.6}


def test_the_best_rule_that_keeps_the_bounds_is_chosen_and_a_flip_is_found() -> None:
    said = downside.decide(made_up(LIABILITY, _welfare, noise=0.01)).sentences
    assert "With proof 0.3, cause_based adds most welfare" in said[0]
    assert "With proof 0.9, controller_pays adds most welfare" in said[1]
    assert all("Ruled out: receiver_all." in each for each in said[:2])
    assert said[2] == "The ranking flips with proof between controller_pays and cause_based."


def test_rules_that_noise_hides_are_neither_chosen_nor_ruled_out() -> None:
    said = downside.decide(made_up(LIABILITY, _welfare, noise=40.0)).sentences
    assert "whether it keeps both bounds is undecided" in said[0]
    assert "Ruled out" not in said[0]
    assert said[2].startswith("No flip of two rules with proof is decided;")


def test_a_rule_that_drives_shops_out_is_ruled_out() -> None:
    def truth(at: Point) -> dict[str, float]:
        return {**_welfare(at), "S8b": 0.1, "N1.share": 0.2 if at["liability"] == "receiver_all" else 0.6}

    table = downside.cell(made_up(LIABILITY, truth, noise=0.01), {"proof": "proof 0.3"}).set_index("rule")
    assert list(table["allowed"]) == ["no", "yes", "yes"]


# E9


DIALS = {
    "take": ("take 0", "take 0.1", "take 0.3"), "quotes": ("quotes 2", "quotes 8"),
    "price decides": ("price decides 0.1", "price decides 0.2"),
}  # fmt: skip


def _captured(at: Point) -> dict[str, float]:
    take = float(at["take"].removeprefix("take "))
    return {
        "S1": 20.0 - 100.0 * take - (30.0 if at["quotes"] == "quotes 8" else 0.0),
        "N9": 400.0 * take * (0.45 - take) - 2.0,
    }


def test_feasible_region_and_laffer_point_are_found() -> None:
    made = capture.decide(made_up(DIALS, _captured, noise=0.01))
    yes = made.table.loc[made.table["feasible"] == "yes"]
    assert set(yes["take"]) == {"take 0.1"} and set(yes["quotes"]) == {"quotes 2"}
    assert "2 keep shops at X5 ≥ 0" in made.sentences[0] and "10 surely do not, 0 are undecided" in made.sentences[0]
    assert made.sentences[1] == "The feasible settings lie at take 0.1; quotes 2; price decides 0.1 and 0.2."
    # 400 t (.45 - t): 14 at .1, 18 at .3
    assert made.sentences[2].startswith("The operator earns most with take 0.3 (the largest that was tried")


def test_takes_that_cannot_be_told_apart_are_named() -> None:
    made = capture.decide(made_up(DIALS, _captured, noise=80.0))
    assert "not told apart from take 0" in made.sentences[-1]
    assert "0 keep shops at X5 ≥ 0" in made.sentences[0]


# E1


TERMS = {
    "share of the price": ("share of the price 0.7", "share of the price 0.9"), "packet": ("packet 0.3", "packet 0.9"),
}  # fmt: skip


def _paid(at: Point) -> dict[str, float]:
    share, packet = at["share of the price"].endswith("0.9"), at["packet"].endswith("0.9")
    return {
        "S7": 20.0 + 10.0 * share + 4.0 * packet,
        "S7.originator": 30.0 - 20.0 * share + 1.0 * packet,
        "S16": 0.1, "R1": 0.6, "S1": 200.0,
    }  # fmt: skip


def test_levers_are_ranked_by_what_they_cost_the_other_side() -> None:
    made = payment.decide(made_up(TERMS, _paid, noise=0.001))
    assert made.sentences[0].startswith("share of the price: 0.7 → 0.9 adds +$10.0 per machine-hour")
    assert made.sentences[0].endswith("costs the originator $20 per machine-hour: $0.50 per dollar.")
    assert made.sentences[1].endswith("and the originator gains, too.")
    assert made.sentences[-1].startswith("Something durable is left")


def test_a_lever_that_noise_hides_is_not_ranked() -> None:
    made = payment.decide(made_up(TERMS, _paid, noise=60.0))
    assert made.sentences[0].startswith("No lever is seen to add")
    assert made.sentences[-1].startswith("Whether anything durable is left is undecided")


def test_margins_of_handoffs_are_taken_out_of_the_gain() -> None:
    evidence = made_up(TERMS, lambda at: {**_paid(at), "S16": 0.5}, noise=0.0)
    # the twin has no margins in these runs: 200 less (20 + 30) x .5 x .6 x 45
    found = payment.beyond_margin(evidence, {"share of the price": "share of the price 0.7", "packet": "packet 0.3"})
    assert found == pytest.approx(200.0 - 50.0 * 0.5 * 0.6 * 45.0)


# E4


SHOWN = {
    "evidence": ("none", "testimonial", "trial 13 weeks"), "gain": ("joining pays", "joining costs"),
    "caution": ("caution 1", "caution 2"),
}  # fmt: skip


def _joined(at: Point) -> dict[str, float]:
    pays = at["gain"] == "joining pays"
    rates = {"none": (0.1, 0.02), "testimonial": (0.9, 0.5), "trial 13 weeks": (0.9, 0.02)}
    return {"N1.share": rates[at["evidence"]][0 if pays else 1] if at["caution"] == "caution 1" else 0.0}


def test_the_smallest_evidence_that_passes_both_bounds_is_named() -> None:
    made = convincing.decide(made_up(SHOWN, _joined, noise=0.005))
    assert "is “trial 13 weeks”." in made.sentences[0]
    assert list(made.table["passes"]) == ["no", "no", "yes"]
    unsure = convincing.decide(made_up(SHOWN, _joined, noise=0.5))
    assert unsure.sentences[0].startswith("No evidence is seen to bring")


def test_pilot_length_is_the_formula_times_a_quarters_worth() -> None:
    # kappa 1, sigma 150, gain 100 above the hurdle: 2.25 observations of 6.5 weeks
    assert convincing.pilot_weeks(1.0, 150.0, 130.0, 30.0) == pytest.approx(2.25 * 6.5)
    assert convincing.pilot_weeks(1.0, 150.0, 30.0, 30.0) == math.inf


# E5


LANES = {"lane": ("everything", "one process"), "arm": ("enforceable trust", "overflow lane")}


def _started(at: Point) -> dict[str, float]:
    narrow, network = at["lane"] == "one process", at["arm"] == "enforceable trust"
    weeks = 20.0 if narrow and network else 10.0 if narrow else math.nan if network else 60.0
    return {
        "D1.half": weeks,
        "S1": -5.0 if at["arm"] == "overflow lane" and narrow else 5.0,
        "DFI": 0.1 if narrow else 0.2,
    }


def test_the_soonest_lane_that_does_not_cost_shops_is_chosen() -> None:
    made = start.decide(made_up(LANES, _started, noise=0.01))
    # the overflow lane is sooner there, but shops lose
    assert made.sentences[0].startswith(
        "Half of the lane's shops join soonest with “one process” under enforceable trust"
    )
    assert made.sentences[-1] == "1 of 4 lanes and policies surely cost shops (C < 0)."
    never = made.table.loc[(made.table["lane"] == "everything") & (made.table["arm"] == "enforceable trust")].iloc[0]
    assert never["never"] == 1.0 and never["weeks"] == 130.0


def test_lanes_that_cannot_be_told_apart_go_by_dfi() -> None:
    def truth(at: Point) -> dict[str, float]:
        return {"D1.half": 20.0, "S1": 5.0, "DFI": 0.3 if at["lane"] == "everything" else 0.1}

    made = start.decide(made_up(LANES, truth, noise=0.02))
    assert "The tie goes to the larger DFI: “everything”" in made.sentences[1]


# E6


MIXES = {"mix": ("quick", "clean", "late"), "choice": ("choice 0.05", "choice 0.3")}
CHOICES = {"choice": {"choice 0.05": {"routing.tau_route": 0.05}, "choice 0.3": {"routing.tau_route": 0.3}}}


def test_the_best_mix_is_ahead_only_where_the_intervals_say_so() -> None:
    worth = {"quick": 1.0, "clean": 9.0, "late": 2.0}
    sure = routing.decide(made_up(MIXES, lambda at: {"R5": worth[at["mix"]]}, noise=0.01, sets=CHOICES)).sentences
    assert sure[0].startswith("The mix “clean” adds most welfare") and "it is ahead of all others" in sure[0]
    assert "which is not decided" in sure[1] and "The bound on regret" in sure[-1]
    unsure = routing.decide(made_up(MIXES, lambda at: {"R5": worth[at["mix"]]}, noise=90.0, sets=CHOICES)).sentences
    assert "0 of 2 mixes are surely behind it" in unsure[0]


# E12


WIDTHS = {
    "arm": ("vertical", "vertical, no upload check", "enforceable trust"),
    "breadth": ("breadth 1", "breadth 4", "breadth 8"),
}  # fmt: skip


def _wide(at: Point) -> dict[str, float]:
    width = float(at["breadth"].removeprefix("breadth "))
    worth = 10.0 if at["arm"] == "enforceable trust" else 14.0 - 2.0 * width
    return {
        "B1": worth - (3.0 if "upload" in at["arm"] else 0.0),
        "S1": 5.0 if at["arm"] == "enforceable trust" else 1.0,
    }


def test_the_width_from_which_on_the_network_wins_is_found() -> None:
    said = breadth.decide(made_up(WIDTHS, _wide, noise=0.01)).sentences
    assert said[0].endswith("beats the vertical operator on buyer surplus and shop profit from breadth 4 on.")
    assert "no upload check −$3.0 per shop-week" in said[1]
    unsure = breadth.decide(made_up(WIDTHS, _wide, noise=60.0)).sentences
    assert unsure[0].startswith("At no breadth tried does enforceable trust surely beat")


def test_a_setting_that_does_nothing_is_called_feasible_or_not_no_more_often_than_stated() -> None:
    dials = {"take": ("take 0", "take 0.1"), "quotes": ("quotes 2", "quotes 8")}
    evidence, wrong, tries = made_up(dials, lambda _: {"S1": 0.0, "N9": 0.0}), 0, 60
    for seed in range(tries):
        noise = np.random.default_rng(seed).normal(0.0, 10.0, len(evidence.rows))
        noisy = replace(evidence, rows=evidence.rows.assign(level=evidence.rows["level"] + noise))
        wrong += bool((capture.region(noisy)["feasible"] != "undecided").any())
    assert wrong <= stats.binom.ppf(0.999, tries, 0.05)
