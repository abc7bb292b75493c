"""Everything that holds Loyaltill to what it promises; ARCHITECTURE.md says which folder holds what."""
