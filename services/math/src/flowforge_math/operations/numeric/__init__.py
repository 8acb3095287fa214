"""Operations of numerical analysis: curve fits, interpolation, spectra, differential equations."""
