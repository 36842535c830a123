"""How files of strangers become tables: declared layouts, recognised headers, messages of SDMX, FHIR and ODK.

:func:`~concord.mds.readers.registry.read` opens any file in the limited process and hands over its sheets;
:func:`~concord.mds.readers.sheets.records` makes records of a sheet of counts. Everything else is an inner matter.
"""
