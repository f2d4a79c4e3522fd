package io.turnpike.thrift.schema;

/**
 * {@code map<key, value>}.
 *
 * @param key the type of its keys
 * @param value the type of its values
 */
public record MapType(ThriftType key, ThriftType value) implements ThriftType {

    @Override
    public byte wireType() {
        return 13;
    }

    @Override
    public String idlName() {
        return "map<" + key.idlName() + ", " + value.idlName() + '>';
    }
}
