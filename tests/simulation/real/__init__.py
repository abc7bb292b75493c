"""The same days over the product's own databases: the real server, and real tills over encrypted files.

What a step does is done by the use cases of `terminal` and `server`; what is committed is read back out of
the tables, so that the invariants of the days on memory are asked of these too.
"""
