"""The screen: presenters without Qt, views and widgets with it."""
