"""Questions of the SDMX REST interface: reading them, choosing rows and artefacts, saying what is there.

No web and no storage: addresses come in as their parts, tables as values. What an address may say is that of the SDMX
REST API 2.1 (of SDMX 3.0; ``v2``) and 1.5 (of SDMX 2.1; ``v1``); what of it is not built is refused by its name.

Public face: :func:`~concord.mds.sdmx_query.asked.data`, :func:`~concord.mds.sdmx_query.asked.availability`,
:func:`~concord.mds.sdmx_query.asked.structures` read a question; :func:`~concord.mds.sdmx_query.choosing.chosen` gives
the rows, :func:`~concord.mds.sdmx_query.available.available` what there is for a key,
:func:`~concord.mds.sdmx_query.resolving.message` the artefacts; :mod:`~concord.mds.sdmx_query.negotiating` the format,
:mod:`~concord.mds.sdmx_query.problems` the standard's error message.

Source: SDMX REST API 1.5.0 and 2.1.0 (sdmx-twg/sdmx-rest).
"""
