"""What shells complete with, asked of the shells themselves, and what is installed beside the program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli import shells
from reader.cli.arguments import parser

SHARE = Path(__file__).parents[2] / "docs" / "share"
SCRIPTS = {
    "bash": SHARE / "bash-completion/completions/broadsheet",
    "zsh": SHARE / "zsh/site-functions/_broadsheet",
    "fish": SHARE / "fish/vendor_completions.d/broadsheet.fish",
}


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def in_bash(line: str, folder: Path) -> set[str]:
    asked = f"""
        source {SCRIPTS["bash"]}
        COMP_WORDS=({line.replace("''", '""')}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _broadsheet
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    ran = subprocess.run(
        [program("bash"), "--norc", "-c", asked],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not ran.stderr
    return set(ran.stdout.split())


def in_fish(line: str, folder: Path) -> set[str]:
    asked = f'source {SCRIPTS["fish"]}; complete -C "{line.removesuffix(chr(39) * 2)}"'
    ran = subprocess.run(
        [program("fish"), "--no-config", "-c", asked],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not ran.stderr
    return {row.partition("\t")[0] for row in ran.stdout.splitlines()}


@pytest.mark.parametrize("completed", [in_bash, in_fish])
def test_a_shell_offers_commands_options_values_and_files(
    completed: Callable[[str, Path], set[str]], tmp_path: Path
) -> None:
    (tmp_path / "news.html").touch()
    (tmp_path / "folder").mkdir()

    def offered(line: str) -> set[str]:
        return completed(line, tmp_path)

    assert {"search", "feeds", "star", "completions"} <= offered("broadsheet ''")
    assert offered("broadsheet feeds im") == {"import"}
    assert offered("broadsheet --library . feeds im") == {"import"}
    assert offered("broadsheet export --format ''") == {"md", "html", "txt", "json"}
    assert offered("broadsheet search --ex") == {"--explain"}
    assert offered("broadsheet completions ''") == {"bash", "zsh", "fish"}
    assert offered("broadsheet add ne") == {"news.html"}
    assert {name.rstrip("/") for name in offered("broadsheet --library f")} == {"folder"}
    assert offered("broadsheet star ''") == set()


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_each_shell_reads_its_script(name: str) -> None:
    subprocess.run([program(name), "-n", SCRIPTS[name]], check=True, capture_output=True)


def test_the_manual_page_is_one_and_tells_every_command() -> None:
    page = SHARE / "man/man1/broadsheet.1"
    ran = subprocess.run(
        [program("groff"), "-k", "-man", "-Tutf8", "-ww", page], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    for node in shells.tree(parser()).all():
        assert f"broadsheet {node.name}".strip().replace("-", "\\-") in page.read_text()


def test_what_is_installed_says_what_the_program_says_now() -> None:
    top = shells.tree(parser())
    for name, made in shells.MADE.items():
        assert (SHARE.parent / name).read_text(encoding="utf-8") == made(top), "run make shells"
