-- Articles that come with a sound file: a paragraph of a feed's entry that is a link named `Audio: …`.
-- Kept by the triggers below, so that no body is read to know it; also while the text of the
-- page, which has no such link, is shown in place of the entry's own.
CREATE TABLE audible (
    article    INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER audio_on_insert AFTER INSERT ON bodies WHEN instr(new.blocks, '"t":"Audio: ') BEGIN
    INSERT OR IGNORE INTO audible SELECT new.article WHERE EXISTS (
        SELECT 1 FROM json_each(new.blocks) b
        WHERE b.value ->> 't' LIKE 'Audio: %' AND b.value ->> '$.s[0][2]' = 'link'
    );
END;
CREATE TRIGGER audio_on_update AFTER UPDATE OF blocks ON bodies BEGIN
    DELETE FROM audible WHERE article = new.article AND NOT EXISTS (
        SELECT 1 FROM pages WHERE article = new.article AND instr(other, '"t":"Audio: ')
    );
    INSERT OR IGNORE INTO audible SELECT new.article WHERE instr(new.blocks, '"t":"Audio: ') AND EXISTS (
        SELECT 1 FROM json_each(new.blocks) b
        WHERE b.value ->> 't' LIKE 'Audio: %' AND b.value ->> '$.s[0][2]' = 'link'
    );
END;
INSERT INTO audible SELECT article FROM bodies WHERE instr(blocks, '"t":"Audio: ') AND EXISTS (
    SELECT 1 FROM json_each(bodies.blocks) b
    WHERE b.value ->> 't' LIKE 'Audio: %' AND b.value ->> '$.s[0][2]' = 'link'
);
INSERT OR IGNORE INTO audible SELECT article FROM pages WHERE instr(other, '"t":"Audio: ');
