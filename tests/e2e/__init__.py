"""The whole program as a process, with real bytes on real pipes."""
