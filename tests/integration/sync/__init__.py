"""The till's sync against HTTP: a small server that misbehaves, and the real one as a process."""
