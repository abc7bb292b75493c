"""Tests of what goes on paper, without Qt."""
