"""The central server: routes, use cases, store."""
