-- Why a card is blocked, as far as it was told; empty: nobody said, or it may be used.

ALTER TABLE cards ADD COLUMN why TEXT NOT NULL DEFAULT '';
