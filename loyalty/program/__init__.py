"""The loyalty program: its file, its faults and the values it is read into."""
