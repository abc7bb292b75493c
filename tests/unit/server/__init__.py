"""The server's parts that need no database."""
