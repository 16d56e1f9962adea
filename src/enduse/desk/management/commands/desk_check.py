"""Say what the desk lacks to be used in earnest."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from enduse.desk.readiness import checks_for_production, failures_to_work


class Command(BaseCommand):
    """Prints every check, and what to do about the ones that are not met."""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print, and exit with 1 if something is lacking."""
        failures = failures_to_work()
        for failure in failures:
            self.stdout.write(f"cannot work   {failure}")
        checks = [] if failures else checks_for_production()
        for check in checks:
            self.stdout.write(
                f"{'ok    ' if check.is_met else 'LACKS '} {check.name}: {check.says}"
            )
            if not check.is_met:
                self.stdout.write(f"       -> {check.remedy}")
        lacking = sum(not check.is_met for check in checks)
        if not failures:
            self.stdout.write(f"{len(checks) - lacking} of {len(checks)} as they should be")
        if failures or lacking:
            sys.exit(1)
