package io.turnpike.thrift.json;

/**
 * A request value that came as text, decoded: from the query or from a template segment of the path.
 *
 * @param name what it is called, with dots between the names of nested fields
 * @param value the decoded text
 */
public record Parameter(String name, String value) {}
