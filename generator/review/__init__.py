"""What reviewers wrote in the Word document, and how it comes back into the plan."""
