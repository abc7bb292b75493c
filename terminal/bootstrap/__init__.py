"""The composition root: the only place of the till that names concrete stores, clients and drivers.

`first_glance` is light and comes before the first screen; everything else may bring SQLAlchemy, HTTP,
cryptography and device libraries with it and is imported behind that screen.
"""
