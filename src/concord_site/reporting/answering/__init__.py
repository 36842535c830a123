"""Answering an instrument on pages: from questions and answers to boxes, and from what was typed to answers.

It keeps nothing and asks no database: a :class:`~concord_site.reporting.answering.book.Book` is handed to it, and what
is to be stored comes back. ``pages`` cuts an instrument into sections and small pages, ``boxes`` draws a question,
``typed`` reads what was sent, ``saving`` decides what is accepted, ``progress`` says how far the work has come.
"""
