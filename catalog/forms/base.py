"""What forms share that are not shown again with their errors: a toast says what is wrong."""

from django import forms


class OneSentenceForm(forms.Form):
    """A form whose page stays as it is when something is wrong."""

    def first_error(self) -> str:
        """What is wrong with an invalid form, in one sentence."""
        return next(str(text) for texts in self.errors.values() for text in texts)
