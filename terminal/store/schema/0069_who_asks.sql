-- Whoever has asked for something about their own data is found among a million members at once.

CREATE INDEX members_asking ON members ("row") WHERE instr(body, '"request":"data-') > 0;
