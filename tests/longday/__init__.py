"""A whole day at one till: the program's own window, file and lanes; fake devices, and a clock of its own."""
