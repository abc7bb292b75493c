"""Batches of blank member cards: what stands where on a sheet, and the port that paints and reads it."""
