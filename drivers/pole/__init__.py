"""Vacuum fluorescent displays on a pole, 2 x 20: letters, commands, the display itself and a fake of one."""
