"""The catalogue: every file loads, is described, and states only what differs."""

from pathlib import Path
from typing import Any

import pytest

from handoff_scenarios import catalogue
from handoff_sim.market.parameters import liability_arrays, parameters_table, terms_table
from handoff_sim.policy import DocumentError, Policy, effective, read
from handoff_sim.policy.group import Document
from handoff_sim.policy.reading import overlay
from handoff_sim.world.document import World, block_counts, mean_machines

WORLDS = ("default", "reach", "sedgwick_2019", "south_kansas_450", "workshop")
POLICIES = (
    "clean_packets",
    "contract_club",
    "directory",
    "directory_patriotic",
    "enforceable_trust",
    "frictionless",
    "member_coop",
    "merit_routing",
    "null_network",
    "overflow_lane",
    "phone_book",
    "prime_mandate",
    "protected_handoff",
    "quote_button",
    "subsidised_launch",
    "tools_only",
    "vertical_operator",
)
ENTRIES = [("worlds", name) for name in WORLDS] + [("policies", name) for name in POLICIES]


def entry(folder: str, name: str) -> Document:
    return catalogue.world(name) if folder == "worlds" else catalogue.policy(name)


def test_the_catalogue_lists_what_it_holds() -> None:
    assert catalogue.worlds() == WORLDS
    assert catalogue.policies() == POLICIES


@pytest.mark.parametrize(("folder", "name"), ENTRIES)
def test_every_entry_loads_under_its_name_and_says_what_it_is(folder: str, name: str) -> None:
    document = entry(folder, name)
    assert document.name == name
    assert document.title and document.about and document.source


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("world", WORLDS)
def test_every_policy_fits_every_world(world: str, name: str) -> None:
    documents = catalogue.world(world), catalogue.policy(name)
    assert parameters_table(*documents, seed=1, weeks=156)[0].weeks == 156
    assert terms_table(*documents).size == 3
    assert liability_arrays(*documents).split.shape == (3, 4)


def leaves(data: Any, prefix: str = "") -> dict[str, Any]:
    if not isinstance(data, dict):
        return {prefix: data}
    return {path: value for key, part in data.items() for path, value in leaves(part, f"{prefix}.{key}").items()}


def before_own_values(folder: str, name: str) -> dict[str, Any]:
    """The document an entry starts from: the defaults with its bases laid over."""
    full: dict[str, Any] = (World() if folder == "worlds" else Policy()).plain()
    for base in catalogue.bases(folder, name):
        full = overlay(full, {key: value for key, value in catalogue.stated(folder, base).items() if key != "base"})
    kind = World if folder == "worlds" else Policy
    return read(kind, full, file=name).plain()


@pytest.mark.parametrize(("folder", "name"), ENTRIES)
def test_an_entry_states_only_what_differs(folder: str, name: str) -> None:
    """A value that repeats the default or the base would hide a later change of it."""
    described = (".name", ".title", ".about", ".source", ".base", ".population.blocks")
    started = leaves(before_own_values(folder, name))
    finished = leaves(entry(folder, name).plain())
    own = [path for path in leaves(catalogue.stated(folder, name)) if path not in described]
    changed = {path for path, value in finished.items() if started.get(path) != value}
    # an item of a vector may stay as it is where the vector differs
    idle = [
        p for p in own if p not in changed and not any(c.rpartition(".")[0] == p.rpartition(".")[0] for c in changed)
    ]
    assert idle == []
    vectors = ("default_split", "size_shares", "machines_max", "estimator_h", "price_rule")
    assert [p for p in own if p not in changed and p.split(".")[-2] not in vectors] == []


@pytest.mark.parametrize(
    ("folder", "name", "message"),
    [
        ("policies", "enforcable_trust", "policies: policy: expected one of enforceable_trust,"),
        ("worlds", "sedgwick", "worlds: world: expected one of sedgwick_2019,"),
        ("policies", "nowhere.toml", "nowhere.toml: file: expected a TOML file; found nothing there"),
    ],
)
def test_an_unknown_name_gives_the_closest_ones(folder: str, name: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        entry(folder, name)
    assert str(caught.value).startswith(message)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_ones_own_may_build_on_the_catalogue(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", 'base = "overflow_lane"\n[payout]\ntake = 0.02\n')
    policy = catalogue.policy(path)
    assert (policy.name, policy.payout.take, policy.routing.front_door) == ("mine", 0.02, False)
    assert policy.title == ""  # a description is not inherited


def test_a_faulty_file_is_named_in_its_error(tmp_path: Path) -> None:
    path = write(tmp_path, "x", "[payout]\ntake = 4\n")
    with pytest.raises(DocumentError) as caught:
        catalogue.policy(path)
    assert str(caught.value) == f"{path}: payout.take: expected a share 0 to 0.40; found 4"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('base = "overflow"', "base: expected one of overflow_lane,"),
        ("take = ", "file: expected valid TOML; found"),
    ],
)
def test_a_file_that_cannot_be_resolved_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, "x", text)
    with pytest.raises(DocumentError) as caught:
        catalogue.policy(path)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_bases_are_laid_in_order_and_each_once() -> None:
    assert catalogue.bases("policies", "enforceable_trust") == (
        "tools_only",
        "clean_packets",
        "protected_handoff",
        "merit_routing",
    )


def test_sedgwick_has_the_census_counts() -> None:
    world = catalogue.world("sedgwick_2019")
    by_code = {block.naics: (block.shops, block.employees) for block in world.population.blocks}
    assert by_code == {
        "332710": (68, 1957),
        "332721": (12, 382),
        "332322": (6, 390),
        "332811": (4, 294),
        "332812": (5, 56),
        "332813": (11, 692),
    }
    makers = [block.shops for block in world.population.blocks if block.processes != ("finish",)]
    assert (sum(makers), world.population.shops - sum(makers)) == (86, 20)
    assert block_counts(world.population) == (68, 12, 6, 4, 5, 11)
    assert world.population.buyers == 7 + 6 + 47


def test_sedgwick_machines_follow_employees() -> None:
    """As many staffed machines per employee as the default world has for the national mean of 12.3."""
    per_employee = mean_machines(World().population) / 12.3
    world = catalogue.world("sedgwick_2019")
    for block in world.population.blocks:
        machines = mean_machines(world.population, block.size_shares)
        assert machines == pytest.approx(per_employee * block.employees / block.shops, rel=0.05), block.name


@pytest.mark.parametrize("name", ["null_network", "frictionless"])
def test_a_benchmark_preset_states_what_its_benchmark_does(name: str) -> None:
    """So that the document read by people is the document that runs."""
    assert effective(catalogue.policy(name)) == catalogue.policy(name)
