package io.turnpike.thrift.schema;

/** Whether a field must be there. A field that says neither word is {@link #DEFAULT}. */
public enum Requiredness {
    REQUIRED,
    OPTIONAL,
    DEFAULT
}
