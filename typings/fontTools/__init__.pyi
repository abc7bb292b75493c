"""The little of fontTools that the tools and tests use; the library ships no types."""
