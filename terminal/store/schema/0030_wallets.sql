-- What of a sale's total was paid into its member's wallet, which is taken in and no revenue.

ALTER TABLE sales ADD COLUMN topped_up INTEGER DEFAULT 0 NOT NULL;
