"""Views and widgets on a real QApplication, drawn off the screen."""
