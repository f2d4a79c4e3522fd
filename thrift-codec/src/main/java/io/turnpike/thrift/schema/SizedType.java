package io.turnpike.thrift.schema;

/**
 * A resolved type and what it costs to walk it.
 *
 * @param nodes how many types it is made of with all typedefs expanded; a struct or enum counts as one
 * @param depth how deep its containers are nested
 */
record SizedType(ThriftType type, int nodes, int depth) {

    static SizedType of(ThriftType type) {
        return new SizedType(type, 1, 1);
    }
}
