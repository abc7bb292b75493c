"""What developers run: set-up, test steps, lock file, pictures. Nothing here ships with the till."""
