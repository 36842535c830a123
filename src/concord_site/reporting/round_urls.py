"""Addresses of rounds, their desk and their letters."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from concord_site.reporting.views import rounds, rounds_country, rounds_desk, rounds_letters, rounds_setup, rounds_time

_ROUND = r"^rounds/(?P<year>\d{4})/"
_COUNTRY = _ROUND + r"(?P<area>[A-Z]{3})/"
urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.listed, name="rounds"),
    path("rounds/new/", rounds_setup.new, name="round-new"),
    re_path(_ROUND + r"$", rounds.shown, name="round"),
    re_path(_ROUND + r"dates\.ics$", rounds.dates, name="round-dates"),
    re_path(_ROUND + r"set-up/$", rounds_setup.set_up, name="round-set-up"),
    re_path(_ROUND + r"turn/$", rounds_setup.turn, name="round-turn"),
    re_path(_ROUND + r"countries/$", rounds_desk.table, name="round-table"),
    re_path(_ROUND + r"countries\.(?P<form>csv|xlsx)$", rounds_desk.table_file, name="round-table-file"),
    re_path(_ROUND + r"informed\.csv$", rounds_desk.informed_file, name="round-informed"),
    re_path(_ROUND + r"do/$", rounds_desk.do, name="round-do"),
    re_path(_ROUND + r"take-back/$", rounds_desk.take_back, name="round-take-back"),
    re_path(_ROUND + r"letters/$", rounds_letters.drafts, name="round-letters"),
    re_path(_ROUND + r"letters/sent/$", rounds_letters.many_sent, name="round-letters-sent"),
    re_path(_ROUND + r"letters/(?P<pk>[0-9a-f-]{32,36})/$", rounds_letters.made, name="round-letters-made"),
    re_path(_ROUND + r"letters/(?P<pk>[0-9a-f-]{32,36})/stop/$", rounds_letters.stop, name="round-letters-stop"),
    re_path(_ROUND + r"letters/(?P<pk>[0-9a-f-]{32,36})\.zip$", rounds_letters.zipped, name="round-letters-zip"),
    re_path(_COUNTRY + r"$", rounds_country.country, name="round-country"),
    re_path(_COUNTRY + r"dates\.ics$", rounds_country.dates, name="round-country-dates"),
    re_path(_COUNTRY + r"describe/$", rounds_country.describe, name="round-country-describe"),
    re_path(_COUNTRY + r"extend/$", rounds_country.extend, name="round-country-extend"),
    re_path(_COUNTRY + r"time/$", rounds_time.ask, name="round-country-time"),
    re_path(_COUNTRY + r"time/settle/$", rounds_time.settle, name="round-country-time-settle"),
    re_path(_COUNTRY + r"extensions/(?P<pk>\d+)/take-back/$", rounds_country.take_back, name="round-country-take-back"),
    re_path(_COUNTRY + r"letters/new/$", rounds_letters.new, name="letter-new"),
    re_path(_COUNTRY + r"letters/enter/$", rounds_letters.enter, name="letter-enter"),
    path("letters/<uuid:pk>/", rounds_letters.letter, name="letter"),
    re_path(r"^letters/(?P<pk>[0-9a-f-]{36})/letter\.(?P<form>docx|pdf)$", rounds_letters.file, name="letter-file"),
    path("letters/<uuid:pk>/sent/", rounds_letters.sent, name="letter-sent"),
    path("letters/<uuid:pk>/acknowledged/", rounds_letters.acknowledged, name="letter-acknowledged"),
    path("letters/<uuid:pk>/put-away/", rounds_letters.put_away, name="letter-put-away"),
]
