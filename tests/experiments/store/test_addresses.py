"""Where a store is, and that nobody reads a password."""

from pathlib import Path

import pytest

from handoff_experiments.store import StoreError, open_store
from handoff_experiments.store.address import VARIABLE, address

SERVER = "postgresql+psycopg://ann:secret@host:5433/lab"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("handoff_experiments.store.address.user_data_path", lambda *_, **__: tmp_path / "data")
    return tmp_path / "data"


def test_the_default_store_is_a_file_among_the_user_s_data(data_folder: Path) -> None:
    with open_store() as store:
        assert store.files == data_folder / "handoff.db.files"
    assert (data_folder / "handoff.db").exists()


def test_an_environment_variable_names_another_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/study.db")
    assert address().path == tmp_path / "study.db"
    assert address(str(tmp_path / "mine.db")).path == tmp_path / "mine.db"


@pytest.mark.parametrize("written", ["{}/a b%20?.db", "sqlite:///{}/study.db"])
def test_a_path_may_be_written_in_two_ways(written: str, tmp_path: Path) -> None:
    url = written.format(tmp_path)
    with open_store(url):
        pass
    assert Path(url.removeprefix("sqlite:///")).exists()


def test_files_of_a_server_s_store_have_a_folder_of_their_own_whatever_the_password(data_folder: Path) -> None:
    one, other = address(SERVER), address(SERVER.replace("secret", "changed"))
    assert one.files == other.files
    assert one.files.parent == data_folder / "stores"
    assert address(SERVER.replace("lab", "field")).files != one.files
    assert address(SERVER, files=Path("/elsewhere")).files == Path("/elsewhere")


@pytest.mark.parametrize(
    "url", [SERVER, SERVER.replace("+psycopg", ""), "postgresql://ann@host/lab?password=secret&sslmode=require"]
)
def test_an_address_is_shown_without_its_password(url: str) -> None:
    found = address(url)
    assert found.url.drivername == "postgresql+psycopg"
    assert found.url.password == "secret"
    assert "secret" not in str(found)
    assert "ann" in str(found)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://ann:secret@host/lab", "found mysql://"),
        ("postgresql+asyncpg://ann:secret@host/lab", r"found postgresql\+asyncpg://"),
        ("postgresql://ann:secret@host", "name of a database"),
        ("postgresql://ann:secret@host:port/lab", "expected a path"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("sqlite:////data/x.db?mode=ro", "without options; found mode"),
    ],
)
def test_other_addresses_are_refused_in_words(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as refused:
        address(url)
    assert "secret" not in refused.value.reason
    assert refused.value.__cause__ is None
