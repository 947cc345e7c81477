"""What is made of all features: the rail, home, the small pages."""
