"""Sentences that packages say and do not have in Chinese: named here, translated with ours."""

from django.utils.translation import gettext_noop, ngettext_lazy

BORROWED = (
    # django.contrib.auth.password_validation; Django's own 简体中文 has the words of an older one
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    # rest_framework.fields
    gettext_noop("A valid biginteger is required."),
    gettext_noop("Integer value too large to convert to float"),
)
