"""What is kept of a member beside points: vouchers, stamp cards, challenges, memberships. Pure, as the books.

The account itself is folded by `loyalty.account.keeping`; here is what the server adds to it: the notes by
which it can be folded again, and the points that prizes move in the books.
"""
