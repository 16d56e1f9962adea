"""The words by which things are found: an index that both databases use the same way."""

from typing import ClassVar

from django.db import models


class SearchWord(models.Model):
    """One word of one thing. Looking a word up costs the same however many things there are."""

    kind = models.CharField(max_length=20)  # model name of the thing
    word = models.CharField(max_length=40)
    key = models.BigIntegerField()  # primary key of the thing

    class Meta:
        """Found by word, replaced by thing."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "word", "key"], name="pages_word_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "key"], name="pages_word_of")]

    def __str__(self) -> str:
        return f"{self.word}: {self.kind} {self.key}"
