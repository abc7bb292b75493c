"""Rooms held together with real databases, sockets, devices and servers."""
