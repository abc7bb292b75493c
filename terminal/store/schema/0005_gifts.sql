-- Version 5: gift cards as the server last told of them, and what a lease is of: points, or money on a card.

ALTER TABLE leases ADD COLUMN account TEXT DEFAULT 'points' NOT NULL;

CREATE TABLE gift_cards (
    card TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (card)
)
 WITHOUT ROWID,
 STRICT;
