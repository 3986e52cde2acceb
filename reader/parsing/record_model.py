"""What one JSON record may say; apart, because pydantic is slow to import."""

from __future__ import annotations

from pydantic import AliasChoices, BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A record's fields: absent or null when unknown, never of another type."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    id: str | int | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    url: str | None = None
    date: str | None = Field(None, validation_alias=AliasChoices("date", "published"))
    author: str | list[str] | None = Field(None, validation_alias=AliasChoices("author", "authors"))
    source: str | None = Field(None, validation_alias=AliasChoices("source", "site"))
    language: str | None = Field(None, validation_alias=AliasChoices("language", "lang"))
    tags: object = None
