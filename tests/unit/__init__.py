"""Each room by itself: short tests, named as sentences."""
