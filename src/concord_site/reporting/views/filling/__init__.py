"""Pages on which anything is filled: one code for trials, national reports, stakeholders' reports and delegates.

Every view takes the request and a :class:`~concord_site.reporting.queries.filling_desk.Desk`, and asks the desk for
rows, permissions, addresses and frame; none knows a kind::

    pages.page(request, desk, section, number)      pages.section(request, desk, section)
    pages.confirm(request, desk, section)           tasks.rows(found), tasks.summary(found)
    overview.checked(found, request)                overview.why(request, desk)
    files.export(request, desk, form)               files.kept(request, desk, file)
    files.upload(request, desk)                     files.differences(request, desk, upload)

A kind has templates of its own for its frame (``desk.frame``, extended by every page: it brings the style sheet and the
line that says what this is), its marks (``desk.marks``, included in the heading of a page of questions), its task list
and its check page. Addresses are named after ``desk.name``: ``<name>`` (the task list), ``<name>-section``, ``-page``,
``-confirm``, ``-check``, ``-why``, ``-upload``, ``-differences``, ``-file``, ``-export``, ``-history``; what is not
named has no link.

What other parts show at questions comes by suppliers of the kind ``filling.beside``, called with the request and
:class:`~concord_site.reporting.views.filling.here.Here` once a page; each gives ready markup by lasting address, with
``""`` for the whole page.
"""
