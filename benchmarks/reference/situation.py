"""A recorded situation: the engine's tables at the start of phase 4, written into the agents of the reference."""

from dataclasses import fields
from typing import Any

from handoff_sim.codes import Channel, OpState, PriceRule, ResponseMode
from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import LIST_SLOTS, TIE_SLOTS, Counter, Market
from handoff_sim.streams import Purpose
from reference.draws import Draws, KeyedDraws
from reference.model import PhoneBookModel
from reference.rules import Rules, Terms
from reference.shop import Shop, Station, Tie
from reference.work import Job, Op

SHOP = (
    "key", "machines", "cost_rate", "skill", "time_sd", "estimator_min", "estimator_used", "gamma", "foresight",
    "margin_belief", "win_direct", "win_phone", "poach_belief_phone", "breakdown_left", "labour_left",
)  # fmt: skip
STATION = ("cap_min", "machines", "backlog_min", "lost_ahead_min", "outsource_ratio")
BUYER = ("quotes", "mu", "v_late", "v_goodwill", "loyalty", "pay_weeks", "default_prob")
PACKET = ("rev_locked", "scope_explicit", "cert_complete")
JOB = ("key", "occurrence", "n_stages", "vref", "value", "lead_required", *PACKET, "completeness", "lead")
OP = ("stage", "lot", "lots", "process", "planned_min", "occurrence", *PACKET, "price", "due_week")


def new_model(market: Market) -> PhoneBookModel:
    """A reference market with the engine's world and Terms; raises ValueError where these are not the phone book's."""
    phone = market.terms[Channel.PHONE]
    found = int(market.p[0].network), int(phone.price_rule), int(phone.response_mode)
    if found != (0, PriceRule.NASH, ResponseMode.QUOTE):
        raise ValueError(f"policy: expected the phone book; found network, price rule, response mode {found}")
    rules = {field.name: market.p[0][field.name].item() for field in fields(Rules)}
    return PhoneBookModel(
        rules=Rules(**rules),
        direct=terms_of(market, Channel.DIRECT),
        phone=terms_of(market, Channel.PHONE),
        shops=int(market.p[0].n_shops),
        buyers=int(market.p[0].n_buyers),
    )


def terms_of(market: Market, channel: int) -> Terms:
    """The Terms of one channel."""
    row = market.terms[channel]
    names = {field.name for field in fields(Terms)} - {"handed_off", "in_house"}
    handed_off, in_house = (tuple(map(tuple, market.shares[channel, made].tolist())) for made in (0, 1))
    return Terms(**{name: row[name].item() for name in names}, handed_off=handed_off, in_house=in_house)


def load(model: PhoneBookModel, market: Market, week: int, draws: Draws | None = None) -> None:
    """Write the state of a week into the agents; without ``draws`` the engine's own keyed luck is used."""
    model.week = week
    model.draws = KeyedDraws(int(market.p[0].seed)) if draws is None else draws
    load_shops(model, market)
    load_buyers(model, market)
    pending = array_of(market.rfqs)[: market.n[Counter.PENDING]].tolist()
    model.rfqs = [job_of(model, market, row) for row in pending]
    model.reoffers = reoffers_of(model, market, week)


def plain(table: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of a table as dictionaries of Python numbers."""
    columns = [array_of(table)[name].tolist() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def load_shops(model: PhoneBookModel, market: Market) -> None:
    """Shops, their stations and phone books."""
    processes = int(market.p[0].processes)
    stations = [Station(**row) for row in plain(market.stations, STATION)]
    ties = plain(market.ties, ("other", "trust", "annual_margin"))
    closed = array_of(market.shops)["closed_week"].tolist()
    for i, (shop, row) in enumerate(zip(model.shops, plain(market.shops, SHOP), strict=True)):
        vars(shop).update(row)
        shop.closed = closed[i] >= 0
        shop.cash_cents = int(market.cash[i])
        shop.stations = dict(enumerate(stations[i * processes : (i + 1) * processes]))
        shop.phone_book = {
            model.shops[tie["other"]]: Tie(tie["trust"], tie["annual_margin"])
            for tie in ties[i * TIE_SLOTS : (i + 1) * TIE_SLOTS]
            if tie["other"] >= 0
        }


def load_buyers(model: PhoneBookModel, market: Market) -> None:
    """Buyers and their approved lists."""
    listings = plain(market.listings, ("shop", "goodwill"))
    for i, (buyer, row) in enumerate(zip(model.buyers, plain(market.buyers, BUYER), strict=True)):
        vars(buyer).update(row)
        buyer.approved = {
            model.shops[entry["shop"]]: entry["goodwill"]
            for entry in listings[i * LIST_SLOTS : (i + 1) * LIST_SLOTS]
            if entry["shop"] >= 0
        }


def job_of(model: PhoneBookModel, market: Market, row: int) -> Job:
    """A job with all of its ops."""
    table = array_of(market.jobs)[row]
    job = Job(
        row=row,
        buyer=model.buyers[int(table["buyer"])],
        intent=bool(table["intent"]),
        reorder=bool(table["reorder"]),
        prime=shop_at(model, int(table["prime"])),
        price_cents=int(table["price"]),
        **{name: table[name].item() for name in JOB},
    )
    first = int(table["first_op"])
    job.ops = [op_of(model, market, k, job) for k in range(first, first + int(table["n_ops"]))]
    for op in job.ops:  # before the award an op's packet is the RFQ's
        if op.originator is None:
            op.rev_locked, op.scope_explicit, op.cert_complete = job.rev_locked, job.scope_explicit, job.cert_complete
    return job


def op_of(model: PhoneBookModel, market: Market, row: int, job: Job) -> Op:
    """One op."""
    table = array_of(market.ops)[row]
    originator = shop_at(model, int(table["originator"]))
    return Op(row=row, job=job, originator=originator, **{name: table[name].item() for name in OP})


def reoffers_of(model: PhoneBookModel, market: Market, week: int) -> list[Op]:
    """Ops that lost their maker and still have a prime, in the keyed order of the week."""
    found: list[tuple[int, Op]] = []
    keys = KeyedDraws(int(market.p[0].seed))
    for row in array_of(market.reoffers)[: market.n[Counter.REOFFERS]].tolist():
        job = job_of(model, market, int(array_of(market.ops)[row]["job"]))
        op = next(op for op in job.ops if op.row == row)
        if array_of(market.ops)[row]["state"] == OpState.WAITING and op.originator and not op.originator.closed:
            found.append((keys.order(Purpose.ORDER, job.key + op.item, week), op))
    return [op for _, op in sorted(found, key=lambda entry: entry[0])]


def shop_at(model: PhoneBookModel, row: int) -> Shop | None:
    """The agent of a row, none below zero."""
    return model.shops[row] if row >= 0 else None
