"""What the catalog refuses, in a sentence."""


class CatalogError(Exception):
    """A refusal a person can act on. The message is translated where it is raised."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class AccessDenied(CatalogError):
    """The person may not do this in this shop."""
