"""Who comes in, and for how long: allauth with the rules of promises.md, section E."""
