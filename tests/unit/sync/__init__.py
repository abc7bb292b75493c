"""The till's key stores, sync core, client and worker, each alone."""
