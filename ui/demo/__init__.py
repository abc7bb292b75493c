"""The demo: everything Loyaltill has, on one machine, with sample goods and members; `make run`."""
