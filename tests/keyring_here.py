"""A keyring for tests: the real library's interface, its entries in a file of the test's own."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

PLACE = "BROADSHEET_TEST_KEYRING"
"""The variable that names the file; "locked" is a keyring that nobody unlocks."""


class Keyring(KeyringBackend):
    """Safe enough to be taken for the system's."""

    priority = 5  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return entries().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        _write(entries() | {f"{service} {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        left = entries()
        if left.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError
        _write(left)


def entries() -> dict[str, str]:
    """All that is kept, by service and name."""
    if os.environ[PLACE] == "locked":
        raise KeyringLocked
    path = Path(os.environ[PLACE])
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _write(kept: dict[str, str]) -> None:
    Path(os.environ[PLACE]).write_text(json.dumps(kept))
