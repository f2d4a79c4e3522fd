package io.turnpike.thrift.protocol;

/** How values and messages are laid out in bytes. */
public enum ThriftProtocol {
    /** {@code TBinaryProtocol}: fixed widths, strict headers; old headers that are not strict are read too. */
    BINARY,
    /** {@code TCompactProtocol}: variable-length numbers, short field headers. */
    COMPACT
}
