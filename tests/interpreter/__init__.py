"""The bytes of a job, read by an interpreter of ESC/POS that is not ours."""
