"""What can go wrong with a store, each kind with its reason in words."""


class StoreError(ValueError):
    """A store that cannot do what it was asked; ``reason`` says why, and never holds a password."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class StoreBusy(StoreError):
    """Somebody else is writing, and went on for longer than one waits; worth another try."""


class StoreFull(StoreError):
    """No room on the disk; everything kept before is as it was."""


class StoreClaimed(StoreError):
    """Another living server works on this store, or has taken it over."""


class StoreTooNew(StoreError):
    """The store was written by a newer version of this program."""


class StoreUnreachable(StoreError):
    """The database cannot be opened: no file, no server, no entry."""


class StoreReadOnly(StoreError):
    """Something was to be written to a store that is only to be read."""


class StoreConflict(StoreError):
    """What is to be kept contradicts what is kept: equal inputs must give equal events."""


class StoreMissing(StoreError):
    """No run, version or experiment of that name, or a file of it that is gone or damaged."""
