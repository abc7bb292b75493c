"""Many tills and one server in one process, driven by a seed: the real rules of sync under every fault.

What is real: composing requests and taking answers (`terminal.sync.core`), spending from a lease and counting
spends, the wire's encoding, the hash chain, everything that the server decides between loading and storing.
What stands in: memory for the databases, a queue for the network, numbers for clocks and keys. What only
SQL can do wrong is not seen here: that is held on real SQLite and PostgreSQL in `tests/integration`.

`make simulate SEEDS=1000 FROM=0` runs it; a seed that fails is shrunk and told as a story.
"""
