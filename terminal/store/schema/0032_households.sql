-- Who of a household stood at the counter when the household bought.

ALTER TABLE sales ADD COLUMN person TEXT;
