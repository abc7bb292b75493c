"""The store on real encrypted files, and what is left of it after accidents."""
