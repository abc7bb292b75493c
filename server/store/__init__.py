"""What the server remembers: Core tables, their migrations, and rows to frozen dataclasses by hand.

The one package of the server that knows SQLAlchemy. The same tables stand on PostgreSQL and on SQLite.
"""
