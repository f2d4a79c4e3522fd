{"this": "is JSON"} // expect 1:1 unexpected '{' (expected: a definition)
