package io.turnpike.thrift.idl;

import java.util.List;

/** A constant as written: nothing is resolved. Nested at most {@link IdlParser#MAX_DEPTH} deep. */
public sealed interface ConstValue {

    /** Where it starts, in UTF-16 code units from the start of the text. */
    int offset();

    /** An integer; {@code true} is 1 and {@code false} is 0. */
    record Whole(int offset, long value) implements ConstValue {}

    record Decimal(int offset, double value) implements ConstValue {}

    record Text(int offset, String value) implements ConstValue {}

    /** The name of a constant or of an enum value: {@code LIMIT}, {@code Color.RED}, {@code shared.Color.RED}. */
    record Name(int offset, String name) implements ConstValue {}

    record Items(int offset, List<ConstValue> values) implements ConstValue {}

    record Entries(int offset, List<Entry> entries) implements ConstValue {}

    /** One {@code key: value}. */
    record Entry(ConstValue key, ConstValue value) {}
}
