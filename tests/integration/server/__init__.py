"""The server's use cases and routes on real databases: PostgreSQL and SQLite."""
