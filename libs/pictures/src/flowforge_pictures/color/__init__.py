"""Colors: values that callers write, profiles and tags of pictures, and conversion to sRGB."""
