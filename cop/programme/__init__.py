"""The programme: what a community came from, how far it is, and what is planned in its cohorts."""
