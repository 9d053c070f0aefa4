"""What a member agrees to before a picture leaves without its visible label."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.services.labelled import LONGEST_REASON


class UnlabelledForm(forms.Form):
    """A reason, and the agreement."""

    reason = forms.CharField(
        label=_("Why do you need it without the label?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_agreed = forms.BooleanField(
        label=_(
            "I will label this picture visibly wherever the law asks for it, I will not remove "
            "the marks inside the file, and I know that this download is put on record."
        )
    )
