"""The appraisal of a dossier's text: elements marked with their clauses, the profile, comparison, documents.

Marks are records of kind ``appraisal.mark``, one for each version of the text and element, in the party's own space or
in the shared one; nothing that is suggested is kept anywhere.
"""
