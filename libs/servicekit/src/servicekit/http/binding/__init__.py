"""Values of a request made to fit the fields of a model, whatever way the caller spells them."""
