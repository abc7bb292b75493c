"""The commands for devices, over real lines."""
