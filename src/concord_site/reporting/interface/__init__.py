"""Instruments for programs: shapes of what ``/api/v1/instruments/…`` gives, and how they are filled."""
