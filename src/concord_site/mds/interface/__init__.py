"""Shapes and plain values of the room's part of the interface for programs."""
