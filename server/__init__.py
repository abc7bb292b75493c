"""The central server: what all tills agree on.

`books` is pure arithmetic over one member's points; `store` keeps it in PostgreSQL or SQLite; `usecases` are
the transactions; `routes` speak HTTP; `commands` are the two ways in (`server`, `admin`). No rule of a
program is here: those are `loyalty`'s, and the tills run the same code.
"""
