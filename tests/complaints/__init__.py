"""The defects of other people's tills, put into this one: each must be noticed, by a named test."""
