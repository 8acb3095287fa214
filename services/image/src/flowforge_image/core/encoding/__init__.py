"""Write a Picture: formats, options of the output, icons and animations."""
