"""The till without a screen: use cases, store, receipts, sync, and the composition root."""
