"""`python -m tests.figures SECTION MODULE [ARGS…]`: run a measurement, keep what it prints.

Its output is shown as it comes. When it ends well and was not told to measure
something else (no ARGS), it becomes the section of the page in docs that has one between
`<!-- SECTION -->` and `<!-- end of SECTION -->`; all else in the page stays.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def main(arguments: list[str]) -> int:
    """Run the module; returns its exit status."""
    section, module, *rest = arguments
    page = page_of(section)
    status, printed = _run([sys.executable, "-m", module, *rest])
    if status == 0 and not rest:
        page.write_text(replaced(page.read_text("utf-8"), section, printed), "utf-8")
        print(f"Kept in docs/{page.name}.", file=sys.stderr)
    return status


def page_of(section: str) -> Path:
    """The one page that has this section. Raises `ValueError` when it is not one."""
    pages = [p for p in DOCS.glob("*.md") if f"<!-- {section} -->\n" in p.read_text("utf-8")]
    if len(pages) != 1:
        raise ValueError(f"{len(pages)} pages have a section {section}")
    return pages[0]


def replaced(page: str, section: str, text: str) -> str:
    """The page with `text` as that section. Raises `ValueError` when it has no such section."""
    begin, end = f"<!-- {section} -->\n", f"<!-- end of {section} -->"
    pattern = re.compile(f"({re.escape(begin)}).*?({re.escape(end)})", re.DOTALL)
    block = f"```text\n{text.strip()}\n```\n"
    whole, times = pattern.subn(lambda found: found[1] + block + found[2], page)
    if times != 1:
        raise ValueError(f"the page has no section {section}")
    return whole


def _run(command: list[str]) -> tuple[int, str]:
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return process.returncode, "".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
