"""The certificate that pictures are signed with, made where there is none yet."""

from argparse import ArgumentParser
from typing import Any

from cryptography.x509 import load_pem_x509_certificates
from django.core.management.base import BaseCommand, CommandError

from imaging.origin import signer
from imaging.provenance.signing import issuers


class Command(BaseCommand):
    help = "Show with what pictures are signed; the studio's own certificate is made on first use."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--authority",
            action="store_true",
            help="print its issuer's certificate, for those who are to trust the pictures",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = signer()
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        certificate = load_pem_x509_certificates(found.chain)[0]
        if options["authority"]:
            self.stdout.write(issuers(found))
        elif options["verbosity"]:
            name, until = certificate.subject.rfc4514_string(), certificate.not_valid_after_utc
            self.stdout.write(f"signed by {name}, serial {found.serial}, until {until:%Y-%m-%d}")
