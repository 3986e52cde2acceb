"""The looks of a widget's parts are worked out when one is asked for, once for each state.

A part is what Textual calls a component class: a style that has a name and no widget, as
for the rows of the list that are unread. Textual works all of them out anew, by all rules,
whenever their widget has the focus or has lost it, is one of a broad window or of a narrow one;
and for the first frame those of an article, which nobody has opened.
"""

from __future__ import annotations

from typing import Any

from textual.css.model import RuleSet
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

_MOST_STATES = 32
_KEPT = "_looks_by_state"

State = tuple[Any, ...]

# Textual's own says the same by a function in Python, and each widget and each part that
# styles are applied to asks it of every rule there is.
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]


class Looks(dict[str, RenderStyles]):
    """The looks of a widget's parts in one state, as far as they have been asked for."""

    def __init__(self, sheet: KeptStyles, node: DOMNode, state: State) -> None:
        super().__init__()
        self._sheet, self._node, self._state = sheet, node, state

    def __contains__(self, part: object) -> bool:
        return part in self._node._get_component_classes()

    def __missing__(self, part: str) -> RenderStyles:
        look = self._sheet.look(self._node, part)
        # What is asked for between a change of the widget and its new styles is of neither state.
        if self._sheet.state(self._node) == self._state:
            self[part] = look
        return look


class KeptStyles(Stylesheet):
    """Textual's, that keeps the looks of parts."""

    _asked: tuple[list[RuleSet], dict[type[DOMNode], tuple[str, ...]]] | None = None
    """The rules, and which pseudo-classes they ask of a widget and of what it is in."""

    def set_variables(self, variables: dict[str, str]) -> None:
        """Other colours, by which all is to be read anew; nothing, if they are the same."""
        if variables != self._variables:
            super().set_variables(variables)
            self._require_parse = True

    def reparse(self) -> None:
        """Read what was not read with these colours, and keep it; Textual's own keeps nothing."""
        if self._require_parse:
            self.parse()

    def look(self, node: DOMNode, part: str) -> RenderStyles:
        """What a part of a widget looks like now."""
        virtual = DOMNode(classes=part)
        virtual._attach(node)
        self.apply(virtual, animate=False)
        return virtual.styles

    def state(self, node: DOMNode) -> State:
        """All of a widget, and of what it is in, that rules for its parts may ask for."""
        rules = self.rules
        if self._asked is None or self._asked[0] is not rules:
            self._asked = rules, {}
        asked = self._asked[1].get(type(node))
        if asked is None:
            parts = DOMNode(classes=" ".join(node._get_component_classes()))
            some = {rule for name in parts._selector_names for rule in self.rules_map.get(name, ())}
            asked = tuple(sorted(set().union(*(rule.pseudo_classes for rule in some))))
            self._asked[1][type(node)] = asked
        return tuple(
            (id(each), each.classes, *map(each.has_pseudo_class, asked))
            for each in node.css_path_nodes
        )

    def _process_component_classes(self, node: DOMNode) -> None:
        if not node._get_component_classes():
            return
        rules = self.rules
        of_rules, kept = node.__dict__.get(_KEPT, (None, {}))
        if of_rules is not rules or len(kept) > _MOST_STATES:
            kept = {}
            node.__dict__[_KEPT] = rules, kept
        state, before = self.state(node), node._component_styles
        looks = kept.get(state)
        if looks is None:
            looks = kept[state] = Looks(self, node, state)
        if looks is before:
            return
        node._component_styles = looks
        if not isinstance(before, Looks) or any(looks[n] != look for n, look in before.items()):
            node.refresh()
