-- What the filters of a search ask for, each question over an index; and the searches themselves.

CREATE INDEX states_by_time ON states (sorted DESC, article DESC);
CREATE INDEX articles_by_language ON articles (language);
CREATE INDEX origins_gone ON origins (article) WHERE gone = 1;

-- Articles that show a picture; kept by the triggers below, so that no body is read to know it.
CREATE TABLE pictured (
    article    INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER picture_on_insert AFTER INSERT ON bodies WHEN instr(new.blocks, '"k":"image"') BEGIN
    INSERT OR IGNORE INTO pictured SELECT new.article WHERE EXISTS (
        SELECT 1 FROM json_each(new.blocks) b
        WHERE b.value ->> 'k' = 'image' AND b.value ->> 'x' IS NULL
    );
END;
CREATE TRIGGER picture_on_update AFTER UPDATE OF blocks ON bodies BEGIN
    DELETE FROM pictured WHERE article = new.article;
    INSERT OR IGNORE INTO pictured SELECT new.article WHERE instr(new.blocks, '"k":"image"') AND EXISTS (
        SELECT 1 FROM json_each(new.blocks) b
        WHERE b.value ->> 'k' = 'image' AND b.value ->> 'x' IS NULL
    );
END;
INSERT INTO pictured SELECT article FROM bodies WHERE instr(blocks, '"k":"image"') AND EXISTS (
    SELECT 1 FROM json_each(bodies.blocks) b
    WHERE b.value ->> 'k' = 'image' AND b.value ->> 'x' IS NULL
);

-- What was searched for, the newest last; a query stands here once.
CREATE TABLE searches (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    query      TEXT    NOT NULL UNIQUE
) STRICT;
