package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What of one reply does not stand in its JSON: headers, cookies and the status that annotated fields ask for. It is fed with
 * the JSON of the fields' values. For one use.
 */
final class ReplyText {

    private static final int LOWEST_STATUS = 200;
    private static final int HIGHEST_STATUS = 599;

    private final List<Parameter> headers = new ArrayList<>(2);
    private int status;

    List<Parameter> headers() {
        return headers;
    }

    /** The status, or 0 if no field has named one. */
    int status() {
        return status;
    }

    /**
     * Takes the value of a field.
     *
     * @throws ProtocolException if the value cannot stand where it should
     */
    void take(StructPlan owner, FieldPlan field, byte[] json, int from, int to) throws ProtocolException {
        if (json[from] == 'n') {
            return; // a double that is no number, by option null
        }
        String text = text(field.type, json, from, to);
        FieldBinding binding = field.binding;
        if (binding.status()) {
            takeStatus(owner, field, text);
        }
        if (!binding.header().isEmpty()) {
            requireOneLine(owner, field, text);
            headers.add(new Parameter(binding.header(), text));
        }
        if (!binding.cookie().isEmpty()) {
            requireCookieText(owner, field, text);
            headers.add(new Parameter("Set-Cookie", binding.cookie() + '=' + text));
        }
    }

    private void takeStatus(StructPlan owner, FieldPlan field, String text) throws ProtocolException {
        int given;
        try {
            given = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            byte[] name = text.getBytes(StandardCharsets.UTF_8);
            Integer number = field.type.kind == TypePlan.Kind.ENUM
                    ? field.type.enumPlan().number(name, 0, name.length)
                    : null;
            given = number == null ? -1 : number;
        }
        // Languages without unset fields send 0 for a status that nobody has set.
        if (given != 0 && (given < LOWEST_STATUS || given > HIGHEST_STATUS)) {
            throw new ProtocolException(describe(owner, field) + " is " + FaultLog.shorten(text)
                    + " (expected: an HTTP status, " + LOWEST_STATUS + " to " + HIGHEST_STATUS + ")");
        }
        status = given;
    }

    /** Nothing that could begin another header, and nothing beyond ASCII: servers drop that, or make question marks of it. */
    private static void requireOneLine(StructPlan owner, FieldPlan field, String text) throws ProtocolException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c >= 0x7f) {
                throw new ProtocolException(String.format(
                        "%s holds the character U+%04X (expected: ASCII without control characters, as it becomes header %s)",
                        describe(owner, field), (int) c, field.binding.header()));
            }
        }
    }

    /** The characters of a cookie's value (RFC 6265, section 4.1.1): an attribute or another cookie cannot be smuggled in. */
    private static void requireCookieText(StructPlan owner, FieldPlan field, String text) throws ProtocolException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\') {
                throw new ProtocolException(String.format(
                        "%s holds the character U+%04X (expected: a cookie's value, visible ASCII without quotes, commas,"
                                + " semicolons and backslashes)",
                        describe(owner, field), (int) c));
            }
        }
    }

    private static String describe(StructPlan owner, FieldPlan field) {
        return owner.name + '.' + field.name;
    }

    /** A text without its quotes; the elements of a list with commas between; anything else as JSON. */
    private static String text(TypePlan type, byte[] json, int from, int to) throws ProtocolException {
        JsonReader reader = new JsonReader(json, from, to - from, MappingOptions.MAX_DEPTH);
        try {
            if (type.kind != TypePlan.Kind.LIST && type.kind != TypePlan.Kind.SET) {
                return single(reader);
            }
            StringBuilder list = new StringBuilder();
            for (boolean more = reader.begin(']'); more; more = reader.next(']')) {
                list.append(list.isEmpty() ? "" : ",").append(single(reader));
            }
            return list.toString();
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("JSON of our own: " + e.getMessage(), e);
        }
    }

    private static String single(JsonReader reader) throws JsonSyntaxException {
        if (reader.peek() == '"') {
            reader.scanString();
            int begin = reader.textBegin();
            return new String(reader.text(), begin, reader.textEnd() - begin, StandardCharsets.UTF_8);
        }
        int begin = reader.position();
        reader.skipValue();
        return new String(reader.input(), begin, reader.position() - begin, StandardCharsets.UTF_8);
    }
}
