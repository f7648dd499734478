"""The look and the frame of every page: layout, navigation, palette, panels, saved lists."""
