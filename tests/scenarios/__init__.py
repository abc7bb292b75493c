"""What happens at a counter, in the words of who stands there: the real program with fake devices."""
