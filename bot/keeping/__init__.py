"""What an operator does with what is kept: back up, restore, forget, hand over."""
