"""The register over HTTP: what is no feature. Records are declared as data, as the collections are; moves stand apart."""
