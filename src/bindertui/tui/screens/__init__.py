"""The screens: state lives here, flows down to widgets, and comes back up in messages."""
