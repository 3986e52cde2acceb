"""Every link inside the documentation leads somewhere: `python -m tests.links`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?\)|<img[^>]+src=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_CODE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def dead_links(root: Path) -> Iterator[str]:
    """Each broken link as `file: target`."""
    for page in [*root.glob("*.md"), *root.glob("docs/**/*.md")]:
        text = _CODE.sub("", page.read_text("utf-8"))
        for match in _LINK.finditer(text):
            target = match.group(1) or match.group(2)
            if (
                "://" not in target
                and not target.startswith("mailto:")
                and not _leads(page, target)
            ):
                yield f"{page.relative_to(root)}: {target}"


def _leads(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    found = page.parent / name if name else page
    if not found.exists():
        return False
    return not anchor or found.suffix != ".md" or anchor in _anchors(found)


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings}


def main() -> int:
    """Print what is broken; 1 if anything is."""
    found = list(dead_links(Path(__file__).resolve().parent.parent))
    print("\n".join(f"dead link: {item}" for item in found) or "Links: all lead somewhere.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
