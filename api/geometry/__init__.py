"""Previews of editing operations, which store nothing, and saving all that one changed, or none of it."""
