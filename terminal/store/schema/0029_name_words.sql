-- The vocabulary of members' names: each folded word once, to tell from a slip of the hand what was meant.

CREATE TABLE name_words (
    word TEXT NOT NULL,
    PRIMARY KEY (word)
)
 WITHOUT ROWID,
 STRICT;

CREATE VIRTUAL TABLE name_vocabulary USING fts5vocab(member_words, row);
INSERT INTO name_words (word) SELECT term FROM name_vocabulary;
DROP TABLE name_vocabulary;
