"""What can be done at the command line without a window; each module describes its options and does it."""
