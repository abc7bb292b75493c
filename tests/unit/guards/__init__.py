"""The guards around every test do fail on what they are there for."""
