"""What a chat can say."""
