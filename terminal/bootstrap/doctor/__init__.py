"""What `doctor` looks at, part by part; it finds, and mends nothing."""
