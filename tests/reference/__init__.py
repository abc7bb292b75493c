"""A second reading of the program page, plain and slow, to hold the engine against."""
