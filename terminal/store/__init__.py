"""The till's database: an encrypted SQLite file with the journal and everything projected from it.

Import the module you need: `opening` and `database` bring SQLAlchemy with them, `glance` does not, and the
sign-in screen lives from that.
"""
