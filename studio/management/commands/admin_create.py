"""manage.py admin_create --email ADDRESS: the first administrator of a real install."""

import getpass
import secrets
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from catalog.models import User


class Command(BaseCommand):
    help = "Make an administrator. Asks for a password; without a terminal makes and prints one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--moderator", action="store_true", help="may also decide on pictures")
        parser.add_argument(
            "--generate", action="store_true", help="make a password and print it this once"
        )

    def handle(self, *args: Any, email: str, moderator: bool, generate: bool, **_: Any) -> None:
        user = User(email=User.objects.normalize_email(email).lower())
        try:
            validate_email(user.email)
            if User.objects.filter(email=user.email).exists():
                raise CommandError(f"{user.email} is already registered.")
            made = "" if sys.stdin.isatty() and not generate else secrets.token_urlsafe(15)
            password = made or getpass.getpass(f"Password of {user.email}: ")
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        User.objects.create_superuser(user.email, password, is_moderator=moderator)
        self.stdout.write(f"{user.email} may sign in" + (f" with {made}" if made else ""))
