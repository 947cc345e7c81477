"""Bytes in an S3-compatible bucket; the only importer of botocore."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

from cop.errors import NotFound, Unreachable
from cop.storage.names import checked, is_name

NOT_THERE = {"404", "NoSuchKey", "NotFound"}
CONNECT_SECONDS, ANSWER_SECONDS, TRIES = 3, 20, 3
REGION = "us-east-1"
"""What servers of others than Amazon are content with."""


class Bucket:
    """An object for each name. S3 itself keeps an object whole or not at all."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.client, self.bucket, self.prefix = client, bucket, prefix

    @classmethod
    def of(cls, url: str) -> "Bucket":
        """The bucket of `https://key:secret@host/bucket/prefix?region=…`."""
        parts = urlsplit(url)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        return cls(_client(url), bucket, f"{prefix}/" if prefix else "")

    def put(self, name: str, source: BinaryIO) -> None:
        with _told():
            self.client.put_object(Body=source, **self._at(name))

    def open(self, name: str) -> BinaryIO:
        with _told():
            size = self.client.head_object(**self._at(name))["ContentLength"]
        return cast(BinaryIO, Remote(self.client, self._at(name), int(size)))

    def remove(self, name: str) -> None:
        with _told():
            self.client.delete_object(**self._at(name))

    def names(self, *, before: datetime) -> Iterator[str]:
        pages = self.client.get_paginator("list_objects_v2")
        with _told():
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix):
                for item in page.get("Contents", ()):
                    name = item["Key"].removeprefix(self.prefix)
                    if is_name(name) and item["LastModified"] < before:
                        yield name

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.prefix + checked(name)}


class Remote(io.RawIOBase):
    """An object to be read from any place; it is asked for where the first byte is wanted, and from there on only."""

    def __init__(self, client: Any, at: dict[str, str], size: int) -> None:
        super().__init__()
        self._client, self._at, self._size = client, at, size
        self._place, self._body = 0, cast(Any, None)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._let_go()
        self._place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        return self._place

    def readinto(self, buffer: Any) -> int:
        if self._place >= self._size:
            return 0
        with _told():
            if self._body is None:
                asked = self._client.get_object(Range=f"bytes={self._place}-", **self._at)
                self._body = asked["Body"]
            chunk = self._body.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._place += len(chunk)
        return len(chunk)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


def _client(url: str) -> Any:
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return get_session().create_client(
        "s3",
        endpoint_url=f"{parts.scheme}://{parts.hostname}{port}",
        region_name=parse_qs(parts.query).get("region", [REGION])[0],
        aws_access_key_id=unquote(parts.username or ""),
        aws_secret_access_key=unquote(parts.password or ""),
        config=Config(
            s3={"addressing_style": "path"},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            # Sums in trailers are Amazon's own: other servers keep them as if they were part of the file.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


@contextmanager
def _told() -> Iterator[None]:
    """The library's errors in the words of the domain; what the server says of itself stays in the cause."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in NOT_THERE:
            raise NotFound from None
        raise Unreachable from error
    except BotoCoreError as error:
        raise Unreachable from error
