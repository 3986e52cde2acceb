-- Tags, notes, and what a person did one thing after the other, so that it can be undone.

-- A tag without an article is shown nowhere; its row stays, for undo and for its colour.
CREATE TABLE tags (
    tag        INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,             -- as it is shown
    folded     TEXT    NOT NULL UNIQUE,      -- what makes two spellings one tag, see store/tags.py
    colour     INTEGER                       -- a chosen place in the palette; NULL: that of the name
) STRICT;
CREATE TABLE tagged (
    article    INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    tag        INTEGER NOT NULL REFERENCES tags (tag) ON DELETE CASCADE,
    PRIMARY KEY (article, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tagged_by_tag ON tagged (tag, article);

-- One text for an article; '' where it was taken away again.
CREATE TABLE notes (
    article    INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    text       TEXT    NOT NULL,
    created    INTEGER NOT NULL,
    changed    INTEGER NOT NULL
) STRICT;
-- The words of a note are found with those of the article, so the index must hear of them.
CREATE TRIGGER note_on_insert AFTER INSERT ON notes BEGIN
    UPDATE articles SET revision = revision + 1 WHERE key = new.article;
END;
CREATE TRIGGER note_on_update AFTER UPDATE OF text ON notes WHEN new.text != old.text BEGIN
    UPDATE articles SET revision = revision + 1 WHERE key = new.article;
END;

-- What a person did in one go.
CREATE TABLE actions (
    action     INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    moved      INTEGER NOT NULL UNIQUE,      -- a number that grows: when it was last done, undone or redone
    state      INTEGER NOT NULL DEFAULT 0,   -- 0 done, 1 undone, 2 undone and overtaken: never redone
    articles   INTEGER NOT NULL              -- how many it names, copies counted
) STRICT;

-- The changes that make it up. Each is of one kind and one direction, so that marking a hundred
-- thousand articles is one row. Values are absolute, as undo and sync need them.
CREATE TABLE action_changes (
    action     INTEGER NOT NULL REFERENCES actions (action) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    what       TEXT    NOT NULL,             -- 'read', 'starred', 'tag', 'note', 'name' or 'colour' of a tag
    tag        INTEGER NOT NULL DEFAULT 0,   -- which one, for 'tag', 'name' and 'colour'
    was        ANY,
    now        ANY,
    articles   TEXT    NOT NULL,             -- keys, as a JSON list
    PRIMARY KEY (action, place)
) STRICT;

-- The log of former versions had a row for each article: what was marked in one second is one action.
INSERT INTO actions (action, at, moved, articles)
    SELECT max(number), at, max(number), count(DISTINCT article) FROM state_changes
    GROUP BY at, what, now ORDER BY 1 DESC LIMIT 1000;
INSERT INTO action_changes (action, place, what, was, now, articles)
    SELECT max(number), 0, what, was, now, json_group_array(DISTINCT article) FROM state_changes
    GROUP BY at, what, now HAVING max(number) IN (SELECT action FROM actions);
DROP TABLE state_changes;
