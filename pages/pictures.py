"""In which sizes a picture is kept, so that a telephone does not download what a wide screen needs."""

WIDTHS = (480, 960, 1440)
WEBP = tuple(f"width-{width}|format-webp" for width in WIDTHS)
FALLBACK = "width-960|format-jpeg"  # for readers whose browser knows no WebP
SPECS = (*WEBP, FALLBACK)
CARD = "fill-1200x630|format-jpeg"  # the shape that social networks show
