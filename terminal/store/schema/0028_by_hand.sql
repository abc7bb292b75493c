-- What somebody took off a line by hand, which a program may limit for a shift.

ALTER TABLE sale_lines ADD COLUMN off_by_hand INTEGER NOT NULL DEFAULT 0;
