"""Notices: one person is told of one thing, on the page and, as they have chosen, by mail.

Whoever does something that others should know tells them **in the transaction of the act**::

    from concord_site.accounts import notices
    from concord_site.accounts.queries import people_of, people_with

    with transaction.atomic():
        ...                                              # permit, do, log
        notices.tell(
            "query-received",                            # a kind of data/notices.yaml
            people_of(submission.area, ["national-authority", "country-officer"]),
            key=str(query.pk),                           # the occasion: telling it again changes nothing
            about=query,                                 # asked again whenever the notice is shown, counted or mailed
            href=reverse("reporting:query", kwargs={"pk": query.pk}),
            by=by,                                       # is not told of their own act
            area=submission.area, round=submission.round.year,      # what the declared title names
        )

Nothing is worded when it is told: the title is made from kind and params when it is read, in the reader's language, and
the link leads to the page in that language. A mail names the kind and gives the link; it never carries a param. What
the person may no longer see (``about``, with ``action``) vanishes from list, count and mail.

When what a notice asked for is done, by whomever, ``notices.settle("query-received", about=query)`` marks it as read
for everybody, and a mail that has not left yet does not leave.

A notice is no permission and no task: what *waits* for somebody is told by the supplier ``home.waiting``
(:mod:`concord_site.shell.parts.home`), which asks anew on every page.
"""

from concord_site.accounts.notices.actions.telling import settle, tell

__all__ = ["settle", "tell"]
