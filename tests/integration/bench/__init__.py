"""The benches themselves, run small."""
