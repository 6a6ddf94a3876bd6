"""Released figures as words: numbers, fractions, months and whole sentences, in Dutch and in English."""
