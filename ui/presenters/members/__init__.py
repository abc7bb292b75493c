"""Members: find one, see everything there is of them, and put right what is wrong."""
