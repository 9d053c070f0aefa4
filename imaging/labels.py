"""A text in both languages of the studio, for data that ships with the code."""

from pydantic import BaseModel


class Label(BaseModel, frozen=True, extra="forbid"):
    """The same words in English and 简体中文."""

    en: str
    zh: str

    def in_language(self, code: str) -> str:
        """The text for a language code such as "en", "zh-hans" or "zh_CN"."""
        return self.zh if code.lower().startswith("zh") else self.en

    def filled(self, **values: object) -> "Label":
        """With its placeholders filled; a Label fills each language with its own words."""

        def of(code: str) -> dict[str, object]:
            return {
                name: value.in_language(code) if isinstance(value, Label) else value
                for name, value in values.items()
            }

        return Label(en=self.en.format(**of("en")), zh=self.zh.format(**of("zh")))
