"""Reads declared files: strict readers, JSON Schema checks, frozen digested bundles, and the packs they come from.

Public face: :func:`~concord.declarations.read.read_yaml`, :func:`~concord.declarations.read.read_csv`,
:func:`~concord.declarations.read.read_po`, :func:`~concord.declarations.schema.problems`,
:class:`~concord.declarations.bundle.Bundle`, :mod:`~concord.declarations.packs`.
"""
