"""A text in both languages of the studio, for data that ships with the code."""

from pydantic import BaseModel


class Label(BaseModel, frozen=True, extra="forbid"):
    """The same words in English and 简体中文."""

    en: str
    zh: str

    def in_language(self, code: str) -> str:
        """The text for a language code such as "en", "zh-hans" or "zh_CN"."""
        return self.zh if code.lower().startswith("zh") else self.en
