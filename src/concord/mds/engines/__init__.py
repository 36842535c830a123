"""Engines that read released tables; each has the same functions and is the only module that names its library."""
