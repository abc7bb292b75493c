-- Each folded name once, however many are called so; the words of names point to names, names to members.
-- A million members have some hundred thousand names. Prefixes of one to three letters have lists of their own:
-- longer beginnings are few words.

CREATE TABLE name_forms (
    form INTEGER NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (form)
)
 STRICT;
INSERT INTO name_forms (folded) SELECT DISTINCT folded FROM members WHERE folded <> '';
CREATE UNIQUE INDEX name_forms_folded ON name_forms (folded);

DROP TABLE member_words;
CREATE VIRTUAL TABLE form_words USING fts5(
    words, content='', contentless_delete=1, detail=none, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0'
);
INSERT INTO form_words (rowid, words) SELECT form, folded FROM name_forms;

-- Whoever is called so is known by the index alone: name and state need not be looked up in each row.
DROP INDEX members_folded;
CREATE INDEX members_folded ON members (folded, name, state);
