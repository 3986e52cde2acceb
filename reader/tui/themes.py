"""Two themes of our own, as a newspaper would have them: ink by night, paper by day."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from reader.settings.toml import meant

INK = Theme(
    name="ink",
    primary="#6fa8dc",
    secondary="#b4a0dc",
    accent="#e0b060",
    warning="#e0b060",
    error="#f08080",
    success="#90c090",
    foreground="#e8e4da",
    background="#15171b",
    surface="#1c1f25",
    panel="#262a32",
    dark=True,
)
PAPER = Theme(
    name="paper",
    primary="#1d5c96",
    secondary="#6a3d9a",
    accent="#8f3a12",
    warning="#855000",
    error="#a1161a",
    success="#2c6632",
    foreground="#211f1b",
    background="#f8f4eb",
    surface="#f0eadd",
    panel="#e5decd",
    dark=False,
)
OWN = (INK, PAPER)
"""In the order in which a key chooses them."""
FIRST = INK.name


def names() -> list[str]:
    """Every theme there is: our own first, then Textual's."""
    own = [theme.name for theme in OWN]
    return [*own, *sorted(BUILTIN_THEMES.keys() - set(own))]


def unknown(name: str) -> str:
    """The sentence for a theme that there is not."""
    known = names()
    hint = meant(name, known) or f" There are {', '.join(known)}."
    return f'look.theme is "{name}", which is no theme.{hint}'
