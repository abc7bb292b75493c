"""Slips as they have to look, dot for dot, and the sales they are the slips of.

`slips` holds the sales, each with its reason; `NAME-PAPER-LANGUAGE.png` is what must come out. After a wanted
change of the look `python -m tests.cases.receipts.repaint` writes the pictures anew; look at each of them.
"""
