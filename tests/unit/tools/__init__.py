"""The tools that judge the program are judged too."""
