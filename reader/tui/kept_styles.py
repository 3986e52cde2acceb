"""The looks of a widget's parts are worked out once for each state that it may be in.

A part is what Textual calls a component class: a style that has a name and no widget, as
for the rows of the list that are unread. Textual works all of them out anew, by all rules,
whenever their widget has the focus or has lost it, is one of a broad window or of a narrow one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from textual.css.model import RuleSet
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

_MOST_STATES = 32
_KEPT = "_looks_by_state"

State = tuple[Any, ...]
Looks = dict[str, RenderStyles]

# Textual's own says the same by a function in Python, and each widget and each part that
# styles are applied to asks it of every rule there is.
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]


class KeptStyles(Stylesheet):
    """Textual's, that keeps the looks of parts."""

    _asked: tuple[list[RuleSet], dict[type[DOMNode], tuple[str, ...]]] | None = None
    """The rules, and which pseudo-classes they ask of a widget and of what it is in."""

    def _process_component_classes(self, node: DOMNode) -> None:
        parts = node._get_component_classes()
        if not parts:
            return
        rules = self.rules
        if self._asked is None or self._asked[0] is not rules:
            self._asked = rules, {}
        of_rules, kept = node.__dict__.get(_KEPT, (None, {}))
        if of_rules is not rules or len(kept) > _MOST_STATES:
            kept = {}
            node.__dict__[_KEPT] = rules, kept
        state = self._state(node, parts)
        looks: Looks | None = kept.get(state)
        if looks is None:
            super()._process_component_classes(node)
            kept[state] = node._component_styles.copy()
            return
        before = node._component_styles.copy()
        node._component_styles.clear()
        node._component_styles.update(looks)
        if any(before.get(name) != look for name, look in looks.items()):
            node.refresh()

    def _state(self, node: DOMNode, parts: Collection[str]) -> State:
        """All of a widget, and of what it is in, that rules for its parts may ask for."""
        assert self._asked
        asked = self._asked[1].get(type(node))
        if asked is None:
            names = DOMNode(classes=" ".join(parts))._selector_names
            rules = {rule for name in names for rule in self.rules_map.get(name, ())}
            asked = tuple(sorted(set().union(*(rule.pseudo_classes for rule in rules))))
            self._asked[1][type(node)] = asked
        return tuple(
            (id(each), each.classes, *map(each.has_pseudo_class, asked))
            for each in node.css_path_nodes
        )
