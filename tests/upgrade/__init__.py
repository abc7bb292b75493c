"""What released versions said and wrote is understood by today's."""
