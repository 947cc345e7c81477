"""The schema's history; `cop db upgrade` brings a database up to date."""
