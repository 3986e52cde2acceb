"""Every action of the screen, declared once: name, keys, label, help, when it applies.

The dispatcher, the footer, the help screen and the palette all read this
table; an object of `reader.tui.control` has a method `do_<name>` for each row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from reader.light import dataclass

Place = Literal["list", "page", "caret", "side", "search", "ask"]
"""Where the keys go: to the list, to the article that is open, to the caret in it, to the
pane at the left, to the search bar, or to the line at the foot that asks for something."""

_READING: tuple[Place, ...] = ("list", "page")
_DESK: tuple[Place, ...] = ("list", "page", "side")
_CARET: tuple[Place, ...] = ("caret",)
_ANYWHERE: tuple[Place, ...] = ("list", "page", "caret", "side", "search", "ask")


@dataclass(frozen=True, slots=True)
class Command:
    """One action.

    `keys` are written as they are typed, a sequence with spaces between: `g g`.
    """

    name: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    places: tuple[Place, ...] = _READING
    label_found: str = ""
    """What it does in an article that a search found, where that is something else."""
    footer: bool = False
    """Shown among the hints at the foot of the screen, as far as there is room."""
    known_as: str = ""
    """What others call it, by which the palette and help find it; shown nowhere."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of how something may be, to be chosen by its name."""

    name: str
    """What and how: `Theme: paper`."""
    run: Callable[[], None]
    held: bool = False
    """Is it so now?"""
    action: str = ""
    """The action that leads there from here, by name; "" if none does in one step."""
    told: str = "Another look, remembered"


COMMANDS: tuple[Command, ...] = (
    Command("down", ("j", "down"), "down", "Next row, or scroll down", "Moving", _DESK),
    Command("up", ("k", "up"), "up", "Previous row, or scroll up", "Moving", _DESK),
    Command("open", ("enter", "l", "right"), "open", "Open the article and mark it read; choose a list", "Moving", ("list", "side"), footer=True),
    Command("back", ("h", "left"), "back", "From the article to the list, from a search to the list before it, from there to all lists", "Moving", _DESK),
    Command("escape", ("escape",), "back", "The same, but never further than the list", "Moving", _DESK),
    Command("leave", ("q",), "back/quit", "One step back; from the list, out of the reader", "Moving", _DESK, footer=True, known_as="exit, close"),
    Command("page", ("space",), "page on", "Page down, then on to the next unread article", "Moving", footer=True),
    Command("page_back", ("b",), "page back", "Page up", "Moving"),
    Command("screen_down", ("pagedown",), "page down", "A screenful down", "Moving", _DESK),
    Command("screen_up", ("pageup",), "page up", "A screenful up", "Moving", _DESK),
    Command("top", ("g g", "home"), "top", "To the top", "Moving", _DESK),
    Command("end", ("G", "end"), "end", "To the end", "Moving", _DESK),
    Command("next_unread", ("n",), "next unread", "Next unread article; where words are marked, the next match", "Moving", label_found="next match", footer=True),
    Command("previous_unread", ("N",), "previous unread", "Previous unread article; where words are marked, the match before", "Moving"),
    Command("next_article", ("J",), "next article", "Open the next article of the list", "Moving"),
    Command("previous_article", ("K",), "previous article", "Open the previous article of the list", "Moving"),
    Command("switch", ("tab",), "other pane", "Between the list and the article", "Moving", _DESK),
    Command("switch_back", ("shift+tab",), "pane before", "To the pane at the left of this one: the lists or, in a search, how the finds spread; from there back", "Moving", _DESK),
    Command("search", ("/",), "search", "Search everything as you type", "Finding", _DESK, footer=True),
    Command("all", ("1", "g a"), "all", "All articles, or all of a feed, a tag or a search; again, all of the library", "Finding", _DESK, footer=True),
    Command("unread", ("2", "g u"), "unread", "Unread articles", "Finding", _DESK, footer=True),
    Command("starred", ("3", "g s"), "starred", "Starred articles", "Finding", _DESK, footer=True),
    Command("tags", ("g t",), "tags", "Choose among the tags", "Finding", _DESK),
    Command("feeds", ("g f",), "feeds", "Choose among the feeds and their folders", "Finding", _DESK),
    Command("saved", ("g /",), "saved searches", "Choose among the saved searches", "Finding", _DESK, known_as="smart feeds"),
    Command("side", ("B",), "lists", "Show or hide the pane with all lists", "Finding", _DESK, known_as="sidebar"),
    Command("related", ("*",), "related", "Related stories: what else was reported on this one", "Finding"),
    Command("save_search", ("W",), "save search", "Keep the search under a name", "Finding", _DESK),
    Command("narrow", ("=",), "narrow", "Narrow what the list shows by more words or filters", "Finding", known_as="filter"),
    Command("sort", ("S",), "sort", "Newest first, oldest first, by source; where words are searched for, also best first", "Finding"),
    Command("narrow_list", ("{",), "narrower list", "Less room for the list, more for the article", "Finding"),
    Command("widen_list", ("}",), "wider list", "More room for the list, less for the article", "Finding"),
    Command("density", ("D",), "one line", "Rows of one line, or of two", "Finding"),
    Command("widen", ("w",), "all words", "Show only articles that have every word, and again the others too", "Finding"),
    Command("respell", ("~",), "other spelling", "Search for what may have been meant, where a search offers it", "Finding"),
    Command("star", ("s",), "star", "Star the article, or take its star", "Keeping", footer=True, known_as="bookmark, favourite, favorite, save for later"),
    Command("read", ("m",), "read/unread", "Mark the article read, or unread again", "Keeping", footer=True),
    Command("tag", ("t",), "tag", "Give and take tags: `sea, -old`", "Keeping", known_as="label, category"),
    Command("note", ("c",), "note", "Write a note on the article; of several selected, beneath the note of each", "Keeping", known_as="comment, annotate"),
    Command("delete", ("d d", "delete"), "delete", "Delete the article, or all selected, with star, tags and note; undo brings back all of it", "Keeping", known_as="remove, throw away"),
    Command("select", ("x",), "select", "Select the article; what follows is done to all selected, until Esc selects none", "Keeping", ("list",)),
    Command("range", ("v",), "range", "Begin a range and, when it is drawn, select it", "Keeping", ("list",)),
    Command("select_all", ("ctrl+a",), "select all", "Select every article of the list", "Keeping", ("list",)),
    Command("all_read", ("A",), "all read", "Mark everything in this list read, or what is selected; no question asked, and undo takes it back", "Keeping", known_as="mark all as read, catch up"),
    Command("undo", ("u",), "undo", "Take the last change back, also after a restart", "Keeping", _DESK, known_as="revert"),
    Command("redo", ("U",), "redo", "Do again what was taken back", "Keeping", _DESK),
    Command("refresh", ("r",), "refresh", "Fetch this feed or folder now: that in the pane or list, else that of the article", "Feeds", _DESK, known_as="update, reload"),
    Command("refresh_all", ("R",), "refresh all", "Fetch every feed now; again, to end it", "Feeds", _DESK, known_as="update, reload, sync"),
    Command("add_feed", ("a",), "follow a feed", "Follow a feed by its address or that of any site", "Feeds", _DESK, known_as="subscribe, new feed, add RSS or Atom"),
    Command("next_feed", ("g n",), "next feed", "To the next feed with unread articles", "Feeds", _DESK),
    Command("previous_feed", ("g N",), "previous feed", "To the feed with unread articles before this one", "Feeds", _DESK),
    Command("fold", ("space",), "fold", "Fold the folder in the pane, or unfold it", "Feeds", ("side",), footer=True),
    Command("fulltext", ("e",), "full text", "The whole text from the article's page, or again what the feed gave", "Feeds", known_as="download"),
    Command("starters", (", s",), "feeds to start with", "Choose among feeds that everybody knows", "Feeds", _DESK, known_as="import, discover, recommended"),
    Command("rename_feed", (", n",), "rename", "Another name for the feed or the saved search", "Feeds", _DESK),
    Command("file_feed", (", f",), "folders of feed", "The folders that the feed stands in", "Feeds", _DESK),
    Command("mute_feed", (", m",), "mute feed", "Let the feed's articles come in as read, or as unread again", "Feeds", _DESK),
    Command("feed_fulltext", (", e",), "full text of feed", "Fetch the page of each new article of the feed, or no more", "Feeds", _DESK),
    Command("doctor", (", d",), "feed doctor", "What is amiss with the feeds, and when each is fetched again", "Feeds", _DESK),
    Command("tidy", (", t",), "tidy up", "Let old articles of feeds go, as the settings say; counted and asked first", "Feeds", _DESK),
    Command("unfollow", (", u",), "unfollow", "Follow the feed no longer, or forget the saved search; articles with a star, tag or note stay", "Feeds", _DESK, known_as="unsubscribe, remove or delete the feed"),
    Command("browser", ("o",), "browser", "Open the article's address in the browser, or the picture or link that is selected", "Article", known_as="web page, url, link"),
    Command("copy", ("y",), "copy address", "Copy the article's address, or the text selected in it", "Article"),
    Command("caret", ("v",), "select text", "A caret in the text, to select and copy with; the mouse selects too", "Article", ("page",)),
    Command("share", ("O",), "share", "Share the article by a command from the settings", "Article", known_as="send, mail"),
    Command("find", ("ctrl+f",), "find", "Find in the article as you type", "Article"),
    Command("follow", ("f",), "follow", "Open a link, or go to a footnote: type the link's number, or the letters that stand in place of number or mark", "Article"),
    Command("copy_link", ("Y",), "copy link", "The same, to copy the address of a link", "Article"),
    Command("numbers", ("#",), "link numbers", "Numbers behind the links, or none", "Article"),
    Command("narrower", ("<",), "narrower", "Shorter lines of text", "Article"),
    Command("wider", (">",), "wider", "Longer lines of text", "Article"),
    Command("right", ("]", "shift+right"), "further right", "Move a table or code that is wider than the page; the wheel does so with Shift", "Article"),
    Command("left", ("[", "shift+left"), "further left", "The same, back to the left", "Article"),
    Command("zen", ("z",), "zen", "The article and nothing beside it, or everything again", "Article", known_as="full screen, focus"),
    Command("pipe", ("|",), "pipe", "Hand the article's text to a command; `broadsheet export` in a shell makes a file of it", "Article", known_as="export, save as a file, print"),
    Command("original", ("ctrl+r",), "original", "Show what was taken out of the article, or hide it again", "Article", known_as="raw, source"),
    Command("theme", ("T",), "theme", "By night or by day; the palette has more themes", "Broadsheet", _DESK, known_as="dark, light, colours, colors"),
    Command("settings", ("g ,",), "settings", "Write settings.toml in your editor; it holds from the next start on", "Broadsheet", _DESK, known_as="options, preferences, configuration"),
    Command("palette", ("ctrl+p", ":"), "palette", "All actions by name", "Broadsheet", _DESK),
    Command("help", ("?",), "help", "This help; the key for a search finds in it", "Broadsheet", _DESK, footer=True),
    Command("suspend", ("ctrl+z",), "suspend", "Back to the shell; `fg` returns here", "Broadsheet", _ANYWHERE),
    Command("quit", ("ctrl+q",), "quit", "Out of the reader at once", "Broadsheet", _ANYWHERE, known_as="exit"),
    Command("leave_search", ("escape",), "former list", "Give up the search; the former list comes back", "Searching", ("search",), footer=True),
    Command("to_results", ("enter",), "results", "From the search bar to what was found", "Searching", ("search",), footer=True),
    Command("complete", ("tab",), "complete", "Complete a field or its value; once more for the next; with nothing to complete, to what was found", "Searching", ("search",), footer=True),
    Command("caret_mark", ("v",), "select", "Begin to select at the caret, or let go of what is selected", "Selecting text", _CARET, footer=True),
    Command("caret_copy", ("y", "enter"), "copy", "Copy what is selected; nothing being selected, the paragraph", "Selecting text", _CARET, footer=True),
    Command("caret_open", ("o",), "open", "Open the link or the picture under the caret", "Selecting text", _CARET, footer=True),
    Command("caret_leave", ("escape", "q"), "back", "Let go of what is selected; once more, put the caret away", "Selecting text", _CARET, footer=True),
    Command("caret_left", ("h", "left"), "left", "One character back", "Selecting text", _CARET),
    Command("caret_right", ("l", "right"), "right", "One character on", "Selecting text", _CARET),
    Command("caret_down", ("j", "down"), "down", "One line down", "Selecting text", _CARET),
    Command("caret_up", ("k", "up"), "up", "One line up", "Selecting text", _CARET),
    Command("caret_word", ("w",), "word", "To the next word", "Selecting text", _CARET),
    Command("caret_word_end", ("e",), "word's end", "To the end of a word", "Selecting text", _CARET),
    Command("caret_word_back", ("b",), "word back", "To the word before", "Selecting text", _CARET),
    Command("caret_line_start", ("0", "home"), "line's start", "To the start of the line", "Selecting text", _CARET),
    Command("caret_line_end", ("$", "end"), "line's end", "To the end of the line", "Selecting text", _CARET),
    Command("caret_paragraph", ("}",), "paragraph", "To the next paragraph", "Selecting text", _CARET),
    Command("caret_paragraph_back", ("{",), "paragraph back", "To the start of the paragraph, then to the one before", "Selecting text", _CARET),
    Command("caret_screen_down", ("pagedown", "space"), "page down", "A screenful down", "Selecting text", _CARET),
    Command("caret_screen_up", ("pageup",), "page up", "A screenful up", "Selecting text", _CARET),
    Command("caret_top", ("g g",), "top", "To the title", "Selecting text", _CARET),
    Command("caret_end", ("G",), "end", "To the end of the article", "Selecting text", _CARET),
    Command("answer", ("enter",), "done", "Take what is typed", "Asking", ("ask",), footer=True),
    Command("give_up", ("escape",), "leave it", "Ask no more; nothing is changed", "Asking", ("ask",), footer=True),
    Command("next_choice", ("tab",), "complete", "Complete it; once more for the next", "Asking", ("ask",), footer=True),
    Command("former_answer", ("up",), "past answers", "What was answered before", "Asking", ("ask",)),
    Command("newer_answer", ("down",), "newer answers", "What was answered after it", "Asking", ("ask",)),
    Command("older_search", ("up",), "past searches", "The search before this one", "Searching", ("search",), footer=True),
    Command("newer_search", ("down",), "newer search", "The search after it; from the newest, to what was found", "Searching", ("search",)),
)  # fmt: skip

GROUPS = (
    "Moving",
    "Finding",
    "Searching",
    "Asking",
    "Keeping",
    "Feeds",
    "Article",
    "Selecting text",
    "Broadsheet",
)

_SPOKEN = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def spoken(keys: str) -> str:
    """A key or sequence as help and footer write it: `g g`, `Ctrl+P`, `Space`."""
    return " ".join(map(_spoken, keys.split(" ")))


def _spoken(key: str) -> str:
    if key in _SPOKEN or len(key) == 1:
        return _SPOKEN.get(key, key)
    *held, base = key.split("+")
    return "+".join([*map(str.title, held), _SPOKEN.get(base, base.title())])
