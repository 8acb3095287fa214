"""What the task operations share: texts, prompts that keep documents apart, held answers, quotes, scores."""
