"""Who and what a text at the counter stands for: names, phones, cards, receipts, product codes.

Nothing here looks anything up; it only tells shapes apart and checks digits.
"""
