"""The sample data, and the demo where it needs no screen."""
