package io.turnpike.thrift.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum: names and numbers. Two names may share a number; the first one declared is the one written. */
public final class EnumSchema implements ThriftType {

    private final String name;
    private final Map<String, Integer> numbers;
    private final Map<Integer, String> names;

    /**
     * @param name the enum's name in its IDL
     * @param numbers name to number, in the order of declaration
     */
    public EnumSchema(String name, Map<String, Integer> numbers) {
        this.name = name;
        this.numbers = new LinkedHashMap<>(numbers);
        this.names = new HashMap<>();
        numbers.forEach((key, number) -> names.putIfAbsent(number, key));
    }

    public String name() {
        return name;
    }

    /** Every name, in the order of declaration. */
    public Iterable<String> names() {
        return numbers.keySet();
    }

    /** The number of a name, or null if there is no such name. */
    public @Nullable Integer number(String enumName) {
        return numbers.get(enumName);
    }

    /** The name of a number, or null if no name has it. */
    public @Nullable String nameOf(int number) {
        return names.get(number);
    }

    @Override
    public byte wireType() {
        return 8;
    }

    @Override
    public String idlName() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
