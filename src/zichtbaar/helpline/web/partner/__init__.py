"""The partners' door: receivers of handovers, who see what was sealed to them and nothing else."""
