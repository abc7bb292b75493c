-- What was printed, or is not to be, keeps no text: it may name somebody who is erased later.

UPDATE print_jobs SET document = '' WHERE state IN ('printed', 'unconfirmed', 'failed', 'dropped');
