-- Goods in the order in which they are listed: the first of a list are read, not all of them sorted.
CREATE INDEX products_folded ON products (folded, sku);
