"""Where a till keeps its secrets and its spend counter: outside the database they protect.

`ports` is what the rest of the till knows; the stores are named by the composition root alone.
"""
