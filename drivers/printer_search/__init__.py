"""Which printers there are to choose from: on USB, serial ports, queues and the network. Nothing is printed.

Not one byte is sent to what is found: an unknown device on port 9100 may be the office's laser printer, and
would print a question. What a printer can do is found out once it was chosen, by its test page.
"""
