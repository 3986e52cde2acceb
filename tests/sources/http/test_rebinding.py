"""A name that was public and then leads home: judged by the number that was connected to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ALONE = ["unshare", "--map-root-user", "--net", "--mount"]


def test_a_name_never_comes_to_lead_into_a_private_network(tmp_path: Path) -> None:
    """With a name server, a public number and a network of the test's own."""
    if (
        not (shutil.which("unshare") and shutil.which("ip"))
        or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this process may have no network of its own")
    plain = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        [*ALONE, sys.executable, "-m", "tests.sources.http.rebinding", str(tmp_path)],
        cwd=ROOT, env=plain, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = {row["case"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert (told["followed"]["typed"], told["typed and private"]["typed"]) == (False, True)
    for case in ("public still", "private still", "typed again"):
        assert (told[case]["why"], len(told[case]["asked"])) == ("", 1), case
    rebound = {case: row for case, row in told.items() if case.startswith("rebound")}
    redirected = {case: row for case, row in told.items() if case.startswith("redirected")}
    assert (len(rebound), len(redirected)) == (5, 7)
    for case, row in (rebound | redirected).items():
        assert "private network" in row["why"], case
        assert row["asked"] == (["paper.test"] if case in redirected else []), case
