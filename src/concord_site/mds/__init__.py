"""The officer's room of the minimum data set: from a messy file to confirmed tables (Code, articles 6.4 and 7.2).

A country's officer begins a :class:`~concord_site.mds.models.Delivery`, brings files, has them read in the limited
child process, settles what only a person can, corrects or explains what was found, and confirms. Rows about persons
never enter the database: they are staged in the private folder and erased on confirmation or after thirty days.
Confirming publishes nothing: the tables stand in the data folder, ready to be protected and released.

Public face: :mod:`.queries` (deliveries, findings, confirmed tables), :mod:`.actions`; :mod:`.reading` is the one place
that asks the library, in a process of its own that a stop ends at once (:mod:`.apart`); :mod:`.tables` is the folder of
confirmed tables. A room above may offer ``mds.due`` (:mod:`.due`): the day by which a country's figures are asked for;
and ``mds.channels`` (:mod:`.queries.beside`): what the country says of the same figures elsewhere.
"""
