"""The staged import: file, mapping, plan, preview, writing, undoing."""
