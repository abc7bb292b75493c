"""From a row that says *print this* to paper: one worker for each printer, and what it tells the screen."""
