"""What somebody may type in a chat."""

from hypothesis import strategies as st

# A line in brackets stands for a tap in `Conversation.says`.
TYPED = st.text(max_size=40).filter(lambda line: not line.startswith("["))
