"""What a member or a card holds: lots, leases, what is owed, and the postings of each change. Pure.

Points and money are kept by the same code, see `pots`.

Values in, values out: no database, no clock, no thread. A use case loads a member's `Books` under the
member's lock, lets events change them, and stores what changed. Every operation checks first and changes
after, so one that is refused has changed nothing.
"""
