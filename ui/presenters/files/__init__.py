"""Import and export: a file chosen, its columns named, every problem shown, then written."""
