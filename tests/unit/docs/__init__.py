"""What the manual claims about the program is worked by the program."""
