"""Who has the folder of a store open."""

import threading
from pathlib import Path

from handoff_experiments.store.folder import IN_USE, InUse


def test_whoever_waits_for_an_opening_that_fails_has_the_folder_after_all(tmp_path: Path) -> None:
    """The lock is to be on the file that others find, not on the one that was removed."""
    failing, waiting, third = InUse(tmp_path), InUse(tmp_path), InUse(tmp_path)
    failing.__enter__()
    thread = threading.Thread(target=waiting.__enter__)
    thread.start()
    thread.join(0.1)
    assert thread.is_alive()
    failing.__exit__(RuntimeError, RuntimeError(), None)
    thread.join(10)
    assert not thread.is_alive()
    waiting.__exit__(None, None, None)
    assert (tmp_path / IN_USE).exists()
    with third:
        assert not third.alone
    third.let_go()
    waiting.let_go()
