-- The rate of VAT of each line that was sold, which a shift's report sums by; NULL where it bears none.

ALTER TABLE sale_lines ADD COLUMN vat_percent TEXT;

UPDATE sale_lines
SET vat_percent = (
    SELECT json_extract(journal.body, '$.lines[' || sale_lines.line || '].vat_percent')
    FROM sales
    JOIN till_state ON till_state.one = 1
    JOIN journal
        ON journal.till = till_state.till
        AND journal.incarnation = sales.incarnation
        AND journal.seq = sales.seq
    WHERE sales.sale = sale_lines.sale
);
