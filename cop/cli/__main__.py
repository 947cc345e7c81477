"""`python -m cop.cli` is `cop`."""

from cop.cli import main

main()
