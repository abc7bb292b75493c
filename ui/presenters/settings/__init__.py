"""The screen *Settings*: what this till is, goes by and looks like, in sections, with what may be changed."""
