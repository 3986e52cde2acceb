-- How far a person has read in an article. State, like stars, but nothing to undo.

CREATE TABLE positions (
    article    INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    fraction   REAL    NOT NULL,             -- of the text above the pane, more than 0, less than 1
    changed    INTEGER NOT NULL
) STRICT;
