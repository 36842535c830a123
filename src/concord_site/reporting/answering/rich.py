"""Wordings of a form's author: Markdown by an allow-list, everything else as plain words.

Bold, emphasis, links, lists, line breaks and code are kept; headings become bold lines, so that the order of the
page's own headings stands; HTML tags that form authors are used to write are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PLAIN = re.compile(r"[*_`\[\]#<>\n\\&]|^\s*(?:[-+]|\d+[.)])\s")
_LINK = re.compile(r"^(?:https?://|mailto:|/(?!/)|#)", re.IGNORECASE)
_ELEMENTS = {
    "paragraph": "p", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "strong": "strong", "em": "em",
    "blockquote": "blockquote",
}  # fmt: skip


@lru_cache(maxsize=1)
def _reader() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_block", "html_inline"])


def _clean(text: str) -> str:
    return _TAG.sub("", _BREAK.sub("\n", text))


@lru_cache(maxsize=4096)
def inline(text: str) -> SafeString:
    """A label, a hint, a choice: one line of rich text."""
    if not _PLAIN.search(text):
        return conditional_escape(text)
    tokens = _reader().parseInline(_clean(text))
    return _drawn(tokens[0].children or []) if tokens else conditional_escape("")


@lru_cache(maxsize=1024)
def block(text: str) -> SafeString:
    """A note or an explanation: paragraphs and lists."""
    return _drawn(_reader().parse(_clean(text)))


def plain(text: str) -> str:
    """The words alone, for titles of windows, lists and attributes."""
    if not _PLAIN.search(text):
        return text
    return " ".join(_words(_reader().parse(_clean(text))).split())


def _words(tokens: Sequence[Any]) -> str:
    return " ".join(_words_of(each) for each in tokens)


def _words_of(token: Any) -> str:
    if token.type == "inline":
        return "".join(each.content or (" " if "break" in each.type else "") for each in token.children or [])
    return token.content or ""


def _drawn(tokens: Sequence[Any]) -> SafeString:
    """Tokens as elements; a token that is not on the list leaves its words alone."""
    stack: list[tuple[str, str, list[SafeString]]] = [("", "", [])]
    for token in tokens:
        if token.nesting == 1:
            stack.append((*_element(token), []))
        elif token.nesting == -1 and len(stack) > 1:
            name, href, inner = stack.pop()
            stack[-1][2].append(_closed(name, href, _together(inner)))
        else:
            stack[-1][2].append(_leaf(token))
    return _together([piece for _name, _href, inner in stack for piece in inner])


def _element(token: Any) -> tuple[str, str]:
    kind = token.type.removesuffix("_open")
    if kind == "link":
        href = str(token.attrGet("href") or "")
        return ("a", href) if _LINK.match(href) else ("", "")
    if kind == "heading":
        return "heading", ""
    if kind == "paragraph" and token.hidden:
        return "", ""
    return _ELEMENTS.get(kind, ""), ""


def _closed(name: str, href: str, inner: SafeString) -> SafeString:
    if name == "a":
        return format_html('<a href="{}">{}</a>', href, inner)
    if name == "heading":
        return format_html("<p><strong>{}</strong></p>", inner)
    if name in _ELEMENTS.values():
        return format_html("<{0}>{1}</{0}>", conditional_escape(name), inner)
    return inner


def _leaf(token: Any) -> SafeString:
    if token.type == "inline":
        return _drawn(token.children or [])
    if token.type in {"softbreak", "hardbreak"}:
        return format_html("<br>{}", "")
    if token.type == "code_inline":
        return format_html("<code>{}</code>", token.content)
    return conditional_escape(token.content)


def _together(pieces: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
