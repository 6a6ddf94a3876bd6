"""What an estimate says, in Dutch and in English: verdict and reasons, methods, and the sentences of its report."""
