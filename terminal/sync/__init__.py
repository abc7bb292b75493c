"""How a till and its server come to know the same: the journal up, leases and the feed down.

`core` decides, without input or output; `client` speaks; `session` does one exchange; `worker` keeps at it.
The rows are read and written by `terminal.store.outbox`.
"""
