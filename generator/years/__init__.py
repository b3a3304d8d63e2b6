"""From one year to another: next year's draft, and what has changed."""
