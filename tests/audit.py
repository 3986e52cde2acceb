"""What Broadsheet rests on: `make audit` lists versions, licences and known faults.

Licences are what each package says of itself (core metadata: License-Expression, else the
classifier, else License). Known faults are looked up by pip-audit, which needs a network;
where it cannot be had, that is said, and the rest holds.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
_LONGEST = 60
_WAIT_S = 120


def declared(extra: str = "") -> list[Requirement]:
    """What `pyproject.toml` asks for, of the program itself or of one of its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(text) for text in wanted]


def constraints() -> dict[str, str]:
    """The versions that are tested together, by name."""
    rows = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (row.split("==") for row in rows if row and not row.startswith("#"))
    return {canonicalize_name(name): found for name, found in pairs}


def closure(wanted: list[Requirement]) -> dict[str, str]:
    """All that these need here, themselves too: installed versions by name."""
    found: dict[str, str] = {}
    left = [(each, frozenset(each.extras)) for each in wanted]
    while left:
        each, extras = left.pop()
        name = canonicalize_name(each.name)
        if not _wanted_here(each, extras):
            continue
        needs = (Requirement(text) for text in distribution(name).requires or ())
        if name not in found or each.extras:
            found[name] = version(name)
            left += [(need, frozenset(each.extras)) for need in needs]
    return dict(sorted(found.items()))


def _wanted_here(each: Requirement, extras: frozenset[str]) -> bool:
    marker = each.marker
    return marker is None or any(marker.evaluate({"extra": e}) for e in ("", *extras))


def licence(name: str) -> str:
    """What a package says of its licence, "unknown" where it says nothing."""
    about = distribution(name).metadata
    classified = [
        text.rpartition(" :: ")[2]
        for text in about.get_all("Classifier") or ()
        if text.startswith("License ::") and text != "License :: OSI Approved"
    ]
    said = about.get("License-Expression") or " / ".join(classified) or about.get("License") or ""
    first = said.strip().splitlines()[0] if said.strip() else "unknown"
    return re.sub(r"\s+", " ", first)[:_LONGEST]


def faults() -> tuple[int, str]:
    """What pip-audit says of the constraints: its exit code, and its words or why there are none."""
    if find_spec("pip_audit") is None:
        return 0, (
            "Known faults were not looked for: that needs pip-audit and a network. "
            "`.venv/bin/python -m pip install pip-audit`, and again."
        )
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "-r", str(ROOT / "constraints.txt")],
            capture_output=True, text=True, check=False, timeout=_WAIT_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 0, "Known faults were not looked for: nobody answered pip-audit."
    said = (done.stdout + done.stderr).strip()
    if "vulnerabilit" not in said.lower():
        last = said.splitlines()[-1] if said else "it said nothing"
        return 0, f"Known faults were not looked for: pip-audit could not ask ({last[:200]})."
    return done.returncode, said


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Name, version, licence, and what is amiss, of all that is needed to run."""
    direct = {canonicalize_name(each.name): each for each in declared()}
    fixed = constraints()
    for name, found in closure([*declared(), *declared("keyring")]).items():
        amiss = "" if fixed.get(name) == found else f"tested with {fixed.get(name, 'none')}"
        if name in direct and not direct[name].specifier.contains(found):
            amiss = f"outside of {direct[name].specifier}"
        yield name, found, licence(name), amiss


def main() -> int:
    """Print the lists; 1 where something is amiss or a fault is known."""
    try:
        listed = list(rows())
    except PackageNotFoundError as error:
        print(f"{error.name} is not installed; `make check` sets up what is needed.")
        return 1
    for row in listed:
        print("{:32} {:16} {:60} {}".format(*row).rstrip())
    known, said = faults()
    direct = len(declared())
    print(f"\n{direct} packages asked for, {len(listed)} in all.\n{said}")
    return int(any(amiss for *_, amiss in listed) or known != 0)


if __name__ == "__main__":
    sys.exit(main())
