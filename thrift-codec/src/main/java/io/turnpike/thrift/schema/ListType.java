package io.turnpike.thrift.schema;

/**
 * {@code list<element>}.
 *
 * @param element the type of its elements
 */
public record ListType(ThriftType element) implements ThriftType {

    @Override
    public byte wireType() {
        return 15;
    }

    @Override
    public String idlName() {
        return "list<" + element.idlName() + '>';
    }
}
