"""Notifications inside the site: what concerns a person, as rows of ids; what it says is read when it is shown."""
