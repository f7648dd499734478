"""The certificate with which the mail listener encrypts; a renewed one is taken up without a restart."""

import logging
import ssl
from pathlib import Path

logger = logging.getLogger("zhiji.mail")


class BadCertificate(Exception):
    """The certificate or its key can't be used; the message says why and what to do."""


class Certificate:
    """Two PEM files: the certificate with its chain, and the private key."""

    def __init__(self, chain: Path, key: Path) -> None:
        self.chain, self.key = chain, key
        self._context, self._stamp = self._load(), self._seen()

    def context(self) -> ssl.SSLContext:
        """Gives what encrypts the next connection. Files that are just being replaced wait for the one after it."""
        stamp = self._seen()
        if stamp != self._stamp:
            try:
                self._context, self._stamp = self._load(), stamp
                logger.info("the renewed certificate %s is in use", self.chain)
            except BadCertificate as fault:
                logger.warning("%s The former one stays in use.", fault)
                self._stamp = stamp
        return self._context

    def _seen(self) -> tuple[float, float]:
        try:
            return self.chain.stat().st_mtime, self.key.stat().st_mtime
        except OSError:
            return (0.0, 0.0)

    def _load(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        try:
            context.load_cert_chain(self.chain, self.key)
        except (OSError, ssl.SSLError) as error:
            reason = getattr(error, "strerror", "") or getattr(error, "reason", "") or str(error)
            raise BadCertificate(
                f"The certificate {self.chain} with the key {self.key} can't be used ({reason}). "
                "Check ZHIJI_SMTP_TLS_CERT and ZHIJI_SMTP_TLS_KEY: two PEM files that belong together and can be read."
            ) from error
        return context
