"""What is made of all features: the navigation rail, Home and the pages that only say something."""
