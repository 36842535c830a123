"""Addresses of the registers."""

from __future__ import annotations

from django.urls import path, re_path

from concord_site.registers.views import contacts, deciding, entering, listing, public

app_name = "registers"
urlpatterns = [
    path("", public.home, name="home"),
    path("authorities/", public.authorities, name="authorities"),
    re_path(r"^authorities\.(?P<format>csv|json|xlsx)$", public.download, name="register-table"),
    re_path(r"^authorities/(?P<area>[A-Z]{3})/$", public.authority, name="authority"),
    re_path(r"^authorities/(?P<area>[A-Z]{3})/designate/$", entering.designate, name="designate"),
    re_path(r"^authorities/(?P<area>[A-Z]{3})/contacts/$", contacts.add, name="add-contact"),
    path("contacts/<int:pk>/", contacts.change, name="change-contact"),
    path("contacts/<int:pk>/remove/", contacts.remove, name="remove-contact"),
    path("designations/", deciding.desk, name="desk"),
    path("designations/confirm/", deciding.confirm_many, name="confirm-many"),
    path("designations/list/", listing.bring, name="bring"),
    path("designations/list/<str:pk>/", listing.look, name="list"),
    re_path(r"^designations\.(?P<format>csv|xlsx)$", listing.take, name="take"),
    path("designations/<int:pk>/", deciding.designation, name="designation"),
    path("designations/<int:pk>/correct/", entering.revise, name="revise"),
    path("designations/<int:pk>/take-back/", entering.cancel, name="cancel"),
    path("designations/<int:pk>/letter/", deciding.scan, name="scan"),
    path("designations/<int:pk>/confirm/", deciding.confirm, name="confirm"),
    path("designations/<int:pk>/refuse/", deciding.refuse, name="refuse"),
    path("designations/<int:pk>/end/", deciding.end, name="end"),
    path("designations/<int:pk>/people/", deciding.people, name="people"),
]
