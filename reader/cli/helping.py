"""What the command line says where a search finds nothing or little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import talk

if TYPE_CHECKING:
    from reader.library import Advice, PartCount
    from reader.models import Answer


def say(advice: Advice, answer: Answer, query: str) -> None:
    """The advice in plain sentences; where something was found, no more than another spelling."""
    for sentence in sentences(advice, answer, query):
        talk.say(sentence)


def sentences(advice: Advice, answer: Answer, query: str) -> list[str]:
    """What there is to say."""
    spelled = filter(None, [advice.spelling(answer)])
    meant = [f"Did you mean “{o.query}”? {talk.number(o.count, 'article')}." for o in spelled]
    if advice.found or (answer.total and answer.respelled):
        return meant
    others = [f"{o.label}: {o.count:,}" for o in advice.offers if o.kind != "spelling"]
    hints = [] if answer.total else [f"Nothing found for “{query}”."]
    if not answer.total and not advice.offers:
        hints[0] += " Try fewer or other words."
    if len(advice.parts) > 1:
        hints.append("By itself: " + " · ".join(map(_counted, advice.parts)) + ".")
    if others and not answer.total:
        meant.append("Instead: " + " · ".join(others) + ".")
    return hints + meant


def _counted(part: PartCount) -> str:
    return f"{part.label} {part.count:,}"
