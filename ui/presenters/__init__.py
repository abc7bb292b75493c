"""What the screens do, without Qt.

State machines that turn what a person did into the next frozen state to show.
"""
