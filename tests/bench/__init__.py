"""What is measured: one file for each promise, each against a floor taken in the same run."""
