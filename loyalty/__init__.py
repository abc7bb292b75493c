"""The pure loyalty rules, shared by the till and the server: values in, values out, no input or output."""
