"""Receipt printers that speak ESC/POS: composing bytes, reading answers, the protocol of a job.

The receipt is drawn elsewhere and comes here as a picture of 1 bit a dot: code pages lose Vietnamese
letters. The other end of the line, a printer that understands all this, is here too.
"""
