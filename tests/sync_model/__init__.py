"""A till's outbox and a server in memory, small enough to be believed, to test what lies between them."""
