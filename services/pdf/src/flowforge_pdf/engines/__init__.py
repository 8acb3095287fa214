"""Outside engines that typeset documents. Each reads only what it is given: no file, no address."""
