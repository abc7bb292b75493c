"""What a program keeps of one member, event by event."""
