"""``python -m kursrevisjon``."""

from kursrevisjon.cli import main

if __name__ == "__main__":
    main()
