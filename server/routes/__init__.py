"""HTTP: requests read, answers written, nothing decided. The one package here that knows FastAPI."""
