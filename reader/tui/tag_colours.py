"""The twelve colours of tags, as far apart as eyes tell them, on dark and on light ground.

Lightness is even within each row, so that no tag shouts; the contrast with Textual's own
dark and light grounds is at least 4.5 to 1 (WCAG 2.1, 1.4.3).
"""

from __future__ import annotations

ON_DARK = (
    "#ff9b9b", "#ffae70", "#f0c75e", "#c3d56b", "#8fd694", "#6fd6bd",
    "#6fcbe8", "#8fbcff", "#b3aaff", "#d79bff", "#ff9be0", "#ffa0b8",
)  # fmt: skip
ON_LIGHT = (
    "#a32020", "#974600", "#7a5800", "#556200", "#1d6b26", "#00695a",
    "#00627f", "#1f55b0", "#5140c0", "#7a2bab", "#9c1c80", "#a11c4c",
)  # fmt: skip
