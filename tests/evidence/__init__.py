"""What is broken on purpose: power cuts, failing disks, killed processes, bad input.

A slice of each is in `make test`; the same code with bigger numbers is `make soak`, or one kind of it
`python -m tests.evidence NAME --count N --from S`. The largest runs so far are in docs/evidence.md.
"""
