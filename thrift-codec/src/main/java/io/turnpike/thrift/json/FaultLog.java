package io.turnpike.thrift.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the faults of one request, and knows the place in it that is being read. Costs next to nothing while there are none. */
final class FaultLog {

    /** Ends a translation early: there are enough faults, or one after which it makes no sense to go on. */
    static final class Abort extends Exception {
        Abort() {
            super("", null, false, false);
        }
    }

    private static final int VALUE_SHOWN = 40;
    private static final int FIRST_LEVELS = 4;

    private final JsonReader reader;
    private List<JsonFault> faults = List.of();

    /** Stands in from of a struct whose field is not known, and in to of an index. */
    private static final int NONE = -1;

    /**
     * Per level: a name, or the plan of a struct, with the index of a field in from, or null: the range of a key in the
     * input, or, where to is {@link #NONE}, an index.
     */
    private @Nullable Object[] names = new @Nullable Object[FIRST_LEVELS];

    /** Per level: from, to. */
    private int[] places = new int[2 * FIRST_LEVELS];

    private int levels;

    FaultLog(JsonReader reader) {
        this.reader = reader;
    }

    List<JsonFault> faults() {
        return faults;
    }

    int size() {
        return faults.size();
    }

    void push(String name) {
        push(name, 0, 0);
    }

    /** Enters a struct: {@link #field} says where in it. */
    void pushStruct(StructPlan plan) {
        push(plan, NONE, 0);
    }

    /** Moves on to a field of the struct that was entered last. */
    void field(FieldPlan field) {
        places[2 * levels - 2] = field.index;
    }

    /** Leaves the field, for the struct itself. */
    void noField() {
        places[2 * levels - 2] = NONE;
    }

    void pushIndex() {
        push(null, 0, NONE);
    }

    /** Moves on to another element of the array that was entered last. */
    void index(int index) {
        places[2 * levels - 2] = index;
    }

    /** A key as it stands in the input, which becomes a String only if there is a fault. */
    void pushKey(int begin, int end) {
        push(null, begin, end);
    }

    void pop() {
        levels--;
    }

    void add(String expected, String message) throws Abort {
        record(expected, message);
        if (faults.size() == JsonMappingException.MAX_FAULTS) {
            throw new Abort();
        }
    }

    /** The value in this range of the input is not what its type asks for. */
    void addMismatch(TypePlan type, int begin, int end) throws Abort {
        add(type.idlName, shown(begin, end) + " (expected: " + type.expectation() + ")");
    }

    /** Adds a fault after which nothing more can be read. */
    Abort fatal(String expected, String message) {
        record(expected, message);
        return new Abort();
    }

    /** A piece of the input, shortened. */
    String shown(int begin, int end) {
        byte first = reader.input()[begin];
        if (first == '{') {
            return "an object";
        }
        if (first == '[') {
            return "an array";
        }
        int shownEnd = Math.min(end, begin + VALUE_SHOWN * 4);
        return shorten(new String(reader.input(), begin, shownEnd - begin, StandardCharsets.UTF_8));
    }

    /** The text of a string of the input, shortened. */
    String shownText(int begin, int end) {
        return shorten(reader.text(begin, end));
    }

    static String shorten(String value) {
        if (value.codePointCount(0, value.length()) <= VALUE_SHOWN) {
            return value;
        }
        return value.substring(0, value.offsetByCodePoints(0, VALUE_SHOWN)) + '…';
    }

    private void record(String expected, String message) {
        if (faults.isEmpty()) {
            faults = new ArrayList<>();
        }
        faults.add(new JsonFault(pointer(), expected, message));
    }

    private void push(@Nullable Object name, int begin, int end) {
        if (levels == names.length) {
            names = Arrays.copyOf(names, levels * 2);
            places = Arrays.copyOf(places, levels * 4);
        }
        names[levels] = name;
        places[2 * levels] = begin;
        places[2 * levels + 1] = end;
        levels++;
    }

    private String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            String name = name(i);
            if (name != null) {
                pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
            }
        }
        return pointer.toString();
    }

    private @Nullable String name(int level) {
        Object name = names[level];
        int from = places[2 * level];
        int to = places[2 * level + 1];
        if (name instanceof StructPlan plan) {
            return from == NONE ? null : plan.fields()[from].key();
        }
        if (name != null) {
            return name.toString();
        }
        return to == NONE ? Integer.toString(from) : reader.text(from, to);
    }
}
