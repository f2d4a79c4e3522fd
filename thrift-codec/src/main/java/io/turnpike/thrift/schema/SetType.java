package io.turnpike.thrift.schema;

/**
 * {@code set<element>}.
 *
 * @param element the type of its elements
 */
public record SetType(ThriftType element) implements ThriftType {

    @Override
    public byte wireType() {
        return 14;
    }

    @Override
    public String idlName() {
        return "set<" + element.idlName() + '>';
    }
}
