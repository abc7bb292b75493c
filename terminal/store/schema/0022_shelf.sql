-- Goods: prices with a day, and when each detail of a product was last set.

ALTER TABLE products ADD COLUMN prices TEXT NOT NULL DEFAULT '[]';
ALTER TABLE products ADD COLUMN stamps TEXT NOT NULL DEFAULT '[]';
