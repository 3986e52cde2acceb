"""`broadsheet related`."""

from __future__ import annotations

from typing import Any

from reader.cli import DONE, choosing, reading, searching, talk


def related(options: Any) -> int:
    """Print the articles nearest to one, the nearest first."""
    with talk.library(options) as library:
        key = library.find(options.id)
        left = choosing.catch_up(library)
        hits = library.related(key, options.limit, window_days=options.days or None)
        scores = {hit.key: hit.score for hit in hits}
        for article in library.walk(list(scores), bodies=False):
            if options.json:
                from reader.records import RelatedRecord, fields

                score = round(scores[article.headline.key], 6)
                talk.put_json(RelatedRecord.model_validate({**fields(article), "score": score}))
            else:
                talk.put(reading.row(article))
    if not hits and options.limit:
        talk.say(_nothing(options.days))
    searching.say_left(left)
    return DONE


def _nothing(days: int) -> str:
    if not days:
        return "Nothing else was reported on this."
    return f"Nothing else was reported on this within {talk.number(days, 'day')}; --days 0 looks at any time."
