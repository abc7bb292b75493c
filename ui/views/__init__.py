"""The screens themselves: widgets set from a presenter's frozen state, and signals that say what a person did."""
