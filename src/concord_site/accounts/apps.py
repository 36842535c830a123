"""The room's entry in Django's list."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts: people, organisations and roles."""

    name = "concord_site.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Write sign-ins and changes of sign-in means to the audit log; offer home page and notices."""
        from concord_site.accounts import signals
        from concord_site.accounts.home import wiring as home
        from concord_site.accounts.notices import wiring as notices

        signals.connect()
        notices.register()
        home.register()
