"""What can be done at the till, one module for each errand. Functions; the first argument is always the till.

Those that write run on the store lane, one unit of work each; those that only read run on the look-up lane.
None of them prints, sends or waits for the network: they leave rows, and ring a bell after the commit.
"""
