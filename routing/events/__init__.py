"""What drivers and shops report through the day."""
