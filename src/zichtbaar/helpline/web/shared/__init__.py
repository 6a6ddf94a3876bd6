"""What every door needs: who may come in, safe headers, signing in, and answers in words."""
