"""Printers behind a queue of the operating system: CUPS, and the Windows spooler.

A queue takes a job whole and answers at once; whether it came out on paper it does not know. So nothing here
is ever confirmed, and a printer that can be reached without a queue is better reached without.
"""
