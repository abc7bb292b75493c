"""What the server does, one transaction each: pair, sync, look up; and in `admin` what people set up."""
