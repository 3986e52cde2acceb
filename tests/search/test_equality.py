"""The arrays answer what the index itself holds: count, members, scores, order.

The reference is slow and plain: it reads posting after posting with Whoosh's own
reader, opened anew each time, and works the formula of `reader.search.ranking`
and those of recency and closeness out with dictionaries. The index lives meanwhile:
articles come, change and go, segments are rewritten, parts are put together.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from math import log, log2
from pathlib import Path
from typing import Any as Anything

import pytest
from whoosh import query as whoosh_query
from whoosh.index import open_dir

from reader.search import Index, widening
from reader.search.analysis import ACCENTED
from reader.search.arrays import tiers
from reader.search.closeness import APART, SHARE
from reader.search.plan import All, Any, Form, Near, Plan, Starts, Stem, Without, plan_of
from reader.search.query import FIELDS, parse, typed
from reader.search.ranking import EXACT, LEAN
from reader.search.schema import exact
from reader.search.smallwords import small_words
from reader.search.weighing import K1, LENGTH_COUNTS, WEIGHT
from tests.search.helpers import entry, found

_WORDS = """
bank banks banking banked rate rates rated rating cut cuts cutting quake quakes honshu Höhe hohe
covid-19 covid19 O'Brien C++ #tag U.S. 1,000 election elect elected the of a in министр министра
министры Erdogan Erdoğan Müller Mueller Häuser Haus 管理 解决 植物园 東京 東京都 新闻发布 ★ availability available tram tramway trains
"""
VOCABULARY = _WORDS.split()


class Reference:
    """What a plan matches, by key, worked out one posting at a time."""

    def __init__(self, folder: Path) -> None:
        self.reader = open_dir(str(folder)).reader()
        column = self.reader.column_reader("key")
        self.keys = {number: column[number] for number in self.reader.all_doc_ids()}
        column = self.reader.column_reader("when")
        self.dates = {number: column[number] for number in self.keys}

    def languages(self) -> list[str]:
        return [text.decode() for text in self.reader.lexicon("language")]

    def answer(self, plan: Plan) -> dict[int, float]:
        scores = Counter(self.scores(plan))
        scores.update({n: bonus for n, bonus in self.closeness(plan).items() if n in scores})
        return {self.keys[n]: score * self.recency(n) for n, score in scores.items()}

    def recency(self, number: int) -> float:
        months = (max(self.dates.values()) - self.dates[number]) / (30 * 86_400)
        return 1 / (1 + LEAN * log2(1 + months))

    def closeness(self, plan: Plan) -> Counter[int]:
        total: Counter[int] = Counter()
        children = plan.children if isinstance(plan, All) else (plan,)
        wanted = [child for child in children if not isinstance(child, Without)]
        for one, other in pairwise(self.telling(wanted)):
            tf = self.frequency({f: self.pairs(stems(one), stems(other), f) for f in FIELDS})
            least = SHARE * min(self.idf(one), self.idf(other))
            total.update({n: least * value * (K1 + 1) / (value + K1) for n, value in tf.items()})
        return total

    def telling(self, wanted: list[Plan]) -> list[Plan]:
        small = small_words({part.form for part in wanted if isinstance(part, Stem)})
        size = len(self.keys)
        return [
            part
            for part in wanted
            if not isinstance(part, Stem)
            or (part.form not in small and (size < 50 or 2 * self.having(part) <= size))
        ] or wanted

    def pairs(self, some: list[Stem], others: list[Stem], field: str) -> Counter[int]:
        worth: Counter[int] = Counter()
        before, after = self.standing(some, field), self.standing(others, field)
        for number in before.keys() & after.keys():
            for a, b in product(before[number], after[number]):
                if 0 < abs(a - b) <= APART:
                    worth[number] += 1 / (a - b) ** 2
        return worth

    def standing(self, stems: list[Stem], field: str) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for stem in stems:
            if stem.field in ("", field):
                for text in stem.texts:
                    for number, places in self.places(field, text).items():
                        found.setdefault(number, set()).update(places)
        return found

    def scores(self, plan: Plan) -> dict[int, float]:
        match plan:
            case All(children):
                wanted = [self.scores(c) for c in children if not isinstance(c, Without)]
                excluded = [self.scores(c.child) for c in children if isinstance(c, Without)]
                numbers = set.intersection(*map(set, wanted or [self.keys]))
                kept = numbers.difference(*excluded)
                return {n: sum(scores[n] for scores in wanted) for n in kept}
            case Any(children):
                total: Counter[int] = Counter()
                for child in children:
                    for number, score in self.scores(child).items():
                        total[number] += score
                return dict(total)
            case Without(child):
                return dict.fromkeys(set(self.keys) - set(self.scores(child)), 0.0)
        return self.term(plan)

    def term(self, plan: Plan) -> dict[int, float]:
        fields = (plan.field,) if plan.field else FIELDS
        tf = self.frequency({field: self.counts(plan, field) for field in fields})
        idf = self.idf(plan)
        scores = {n: idf * value * (K1 + 1) / (value + K1) for n, value in tf.items()}
        if isinstance(plan, Stem) and plan.form:
            for number in tf.keys() & self.as_typed(plan):
                scores[number] += EXACT * plan.exactness * idf
        return scores

    def as_typed(self, plan: Stem) -> set[int]:
        """Who has the word with accents, or without, as it was typed, in any field sought."""
        found = set()
        for field in (plan.field,) if plan.field else FIELDS:
            form = self.weights(exact(field), plan.form.encode())
            marked = self.weights(exact(field), (ACCENTED + plan.form).encode())
            if plan.accented:
                found |= marked.keys()
            else:
                found |= {n for n, count in form.items() if count > marked.get(n, 0)}
        return found

    def idf(self, plan: Plan) -> float:
        return log(len(self.keys) / (self.having(plan) + 1)) + 1

    def having(self, plan: Plan) -> int:
        match plan:
            case All(children):
                return min(map(self.having, children), default=len(self.keys))
            case Any(children):
                return max(map(self.having, children), default=0)
            case Without():
                return len(self.keys)
        fields = (plan.field,) if plan.field else FIELDS
        return max(len(found) for field in fields for found in self.sources(plan, field))

    def frequency(self, counts: dict[str, dict[int, float]]) -> dict[int, float]:
        tf: Counter[int] = Counter()
        for field, counted in counts.items():
            b, average = LENGTH_COUNTS[field], self.average(field)
            for number, count in counted.items():
                length = self.reader.doc_field_length(number, field)
                tf[number] += WEIGHT[field] * count / (1 - b + b * length / average)
        return tf

    def average(self, field: str) -> float:
        return self.reader.field_length(field) / self.reader.doc_count_all() or 1.0

    def counts(self, plan: Plan, field: str) -> dict[int, float]:
        total: Counter[int] = Counter()
        for source in self.sources(plan, field):
            total.update(source)
        return dict(total)

    def sources(self, plan: Plan, field: str) -> Iterator[dict[int, float]]:
        match plan:
            case Stem():
                for text in plan.texts:
                    yield {n: len(at) for n, at in self.places(field, text).items()}
                if plan.respelled:
                    yield self.weights(exact(field), plan.respelled.encode())
            case Form(_, text):
                yield self.weights(exact(field), text.encode())
            case Starts(_, text):
                total: Counter[int] = Counter()
                for word in self.reader.expand_prefix(exact(field), text):
                    total.update(self.weights(exact(field), word))
                yield dict(total)
            case Near(_, _, offsets):
                for texts in plan.readings:
                    yield dict(self.side_by_side(field, texts, offsets))
            case _:
                raise AssertionError(plan)

    def side_by_side(
        self, field: str, stems: Sequence[str], offsets: tuple[int, ...]
    ) -> Counter[int]:
        begins = [
            {
                (n, place - offset)
                for n, places in self.places(field, stem).items()
                for place in places
            }
            for stem, offset in zip(stems, offsets, strict=True)
        ]
        return Counter(number for number, _ in set.intersection(*begins))

    def places(self, field: str, term: str) -> dict[int, list[int]]:
        return {m.id(): m.value_as("positions") for m in self.matcher(field, term.encode())}

    def weights(self, field: str, term: bytes) -> dict[int, float]:
        return {m.id(): m.weight() for m in self.matcher(field, term)}

    def matcher(self, field: str, term: bytes) -> Iterator[Anything]:
        if (field, term) in self.reader:
            matcher = self.reader.postings(field, term)
            while matcher.is_active():
                yield matcher
                matcher.next()


def stems(plan: Plan) -> list[Stem]:
    match plan:
        case Stem():
            return [plan]
        case Any(children):
            return [stem for child in children for stem in stems(child)]
    return []


def words(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(VOCABULARY, k=chance.randint(0, most)))


def article(chance: random.Random, key: int, revision: int) -> Anything:
    title, body, author = words(chance, 4), words(chance, 30), words(chance, 1)
    language = chance.choice(["", "en", "de", "ru", "zh", "hr"])
    when = chance.randrange(1_300_000_000, 1_700_000_000)
    return entry(key, title, body, author=author, revision=revision, language=language, when=when)


def some_query(chance: random.Random) -> str:
    parts = []
    for _ in range(chance.randint(1, 3)):
        word = chance.choice(VOCABULARY)
        field = chance.choice(["", "", "", "title:", "body:", "author:"])
        kind = chance.random()
        if kind < 0.25:
            word = word[: chance.randint(1, len(word))] + "*"
        elif kind < 0.35:
            word = "=" + word
        elif kind < 0.55:
            word = f'"{words(chance, 3) or word}"'
        elif kind < 0.65:
            word = f"({word} OR {chance.choice(VOCABULARY)} OR {chance.choice(VOCABULARY)})"
        parts.append(chance.choice(["", "", "", "-"]) + field + word)
    return " ".join(parts)


def change(chance: random.Random, index: Index, held: dict[int, int], step: int) -> None:
    """Some articles come, some change, some go."""
    fresh = range(step * 100, step * 100 + chance.choice([1, 3, 20, 60]))
    edited = chance.sample(sorted(held), min(len(held), chance.choice([0, 1, 10])))
    gone = chance.sample(sorted(held), min(len(held), chance.choice([0, 2, 15])))
    entries = [article(chance, key, step) for key in [*fresh, *edited]]
    index.apply(entries, gone)
    for key in gone:
        held.pop(key)
    held.update({one.key: step for one in entries})


def test_random_queries_on_a_living_index_equal_plain_whoosh(
    index: Index, monkeypatch: pytest.MonkeyPatch, seed: int = 0
) -> None:
    """`make torture` asks ten times a thousand."""
    chance = random.Random(seed)
    monkeypatch.setattr(tiers, "FACTOR", chance.choice([2, 3, 8]))
    monkeypatch.setattr(widening, "REORDERED", 10_000)
    held: dict[int, int] = {}
    for step in range(1, 13):
        change(chance, index, held, step)
        assert index.revisions() == held
        reference = Reference(index.folder)
        for _ in range(10):
            text, typing = some_query(chance), chance.random() < 0.5
            compare(index, reference, text, typing)
        reference.reader.close()


def compare(index: Index, reference: Reference, text: str, typing: bool) -> None:
    plan = plan_of(typed(text) if typing else parse(text), reference.languages())
    expected = reference.answer(plan) if plan else {}
    answer = index.search(text, typing=typing, limit=None, widen=False)
    assert (answer.note, answer.widened) == ("", False), text
    assert answer.total == len(expected), text
    assert {hit.key: hit.score for hit in answer.hits} == pytest.approx(expected, rel=1e-5), text
    assert [h.score for h in answer.hits] == sorted((h.score for h in answer.hits), reverse=True)
    assert index.search(text, typing=typing, limit=7, widen=False).hits == answer.hits[:7], text


def test_whoosh_itself_can_search_the_index(index: Index) -> None:
    index.apply([entry(key, "bank rates", f"the rate cut number{key}") for key in range(5)], [])
    index.apply([entry(5, "", "cut the rate")], [2])
    with open_dir(str(index.folder)).searcher() as searcher:

        def keys(query: Anything) -> set[int]:
            results = searcher.search(query, limit=None)
            column = searcher.reader().column_reader("key")
            return {column[hit.docnum] for hit in results}

        assert keys(whoosh_query.Term("body", "rate")) == {0, 1, 3, 4, 5}
        assert keys(whoosh_query.Prefix("body_exact", "numb")) == {0, 1, 3, 4}
        assert keys(whoosh_query.Phrase("body", ["rate", "cut"])) == {0, 1, 3, 4}
        assert keys(whoosh_query.Term("title", "bank")) == found(index.search("title:banks"))
