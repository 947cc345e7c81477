"""The programme: its page, its partners, and what is planned in its cohorts."""
