"""Settings, addresses, base templates, design tokens, components, Today and the palette."""
