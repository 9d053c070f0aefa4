"""What the photo buttons and the drag handle send."""

from django import forms


class PhotoOrderForm(forms.Form):
    """Either the whole `order` ("5,3,8"), or one `photo` moved by one place."""

    order = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$", required=False)
    photo = forms.IntegerField(required=False)
    by = forms.TypedChoiceField(
        choices=[("-1", "earlier"), ("1", "later")], coerce=int, required=False
    )

    def order_from(self, present: list[int]) -> list[int]:
        """The photo ids in the order asked for, from their present one."""
        if self.cleaned_data["order"]:
            return [int(one) for one in self.cleaned_data["order"].split(",")]
        photo, by = self.cleaned_data["photo"], self.cleaned_data["by"]
        if photo not in present or not by:
            return present
        moved = [one for one in present if one != photo]
        moved.insert(max(0, present.index(photo) + by), photo)
        return moved
