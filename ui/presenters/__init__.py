"""What the screens do, without Qt: state machines that turn what a person did into the next frozen state to show."""
