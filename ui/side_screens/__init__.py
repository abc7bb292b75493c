"""The screens beside the sale: Returns, Products, Settings and the like, each built when first asked for.

Whoever adds one writes how it is built in `builders` and its row in `table`. What they show is not here: each
is a module of its own in `ui`.
"""
