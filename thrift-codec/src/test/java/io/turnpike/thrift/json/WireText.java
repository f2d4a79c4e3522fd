package io.turnpike.thrift.json;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.thrift.protocol.TType;

/**
 * Reads the notation for Thrift values of {@code docs/json-mapping.md}: {@code {1: i32 5, 2: list<string> ["a"], 3: {1: bool
 * true}}}. Structs need no type in front; strings are in quotes, or bytes as {@code 0x00ff}.
 */
final class WireText {

    private static final Map<String, Byte> TYPES = Map.ofEntries(
            Map.entry("bool", TType.BOOL),
            Map.entry("byte", TType.BYTE),
            Map.entry("i16", TType.I16),
            Map.entry("i32", TType.I32),
            Map.entry("i64", TType.I64),
            Map.entry("double", TType.DOUBLE),
            Map.entry("string", TType.STRING),
            Map.entry("uuid", TType.UUID),
            Map.entry("struct", TType.STRUCT),
            Map.entry("list", TType.LIST),
            Map.entry("set", TType.SET),
            Map.entry("map", TType.MAP));

    private final String text;
    private int at;

    private WireText(String text) {
        this.text = text;
    }

    static Wire.Struct struct(String text) {
        WireText reader = new WireText(text);
        Wire.Struct struct = reader.struct();
        reader.blanks();
        if (reader.at < text.length()) {
            throw reader.expected("the end");
        }
        return struct;
    }

    private Wire.Struct struct() {
        Map<Short, Wire.Value> fields = new LinkedHashMap<>();
        take('{');
        while (!next('}')) {
            short id = Short.parseShort(word());
            take(':');
            fields.put(id, value());
        }
        return new Wire.Struct(fields);
    }

    private Wire.Value value() {
        blanks();
        byte type = text.charAt(at) == '{' ? TType.STRUCT : type();
        return new Wire.Value(type, content(type));
    }

    private Object content(byte type) {
        return switch (type) {
            case TType.BOOL -> Boolean.valueOf(word());
            case TType.BYTE -> Byte.valueOf(word());
            case TType.I16 -> Short.valueOf(word());
            case TType.I32 -> Integer.valueOf(word());
            case TType.I64 -> Long.valueOf(word());
            case TType.DOUBLE -> Double.valueOf(word());
            case TType.STRING -> string();
            case TType.UUID -> UUID.fromString(word());
            case TType.STRUCT -> struct();
            case TType.LIST, TType.SET -> {
                take('<');
                byte element = type();
                take('>');
                List<Object> values = new ArrayList<>();
                take('[');
                while (!next(']')) {
                    values.add(content(element));
                }
                yield new Wire.Elements(element, values);
            }
            case TType.MAP -> {
                take('<');
                byte key = type();
                take(',');
                byte element = type();
                take('>');
                List<Object> keys = new ArrayList<>();
                List<Object> values = new ArrayList<>();
                take('{');
                while (!next('}')) {
                    keys.add(content(key));
                    take(':');
                    values.add(content(element));
                }
                yield new Wire.Entries(key, element, keys, values);
            }
            default -> throw expected("a type");
        };
    }

    private ByteBuffer string() {
        blanks();
        if (text.charAt(at) != '"') {
            String word = word();
            return ByteBuffer.wrap(HexFormat.of().parseHex(word.substring("0x".length())));
        }
        int end = text.indexOf('"', at + 1);
        String content = text.substring(at + 1, end).replace("\\n", "\n");
        at = end + 1;
        return ((ByteBuffer) Wire.str(content).content());
    }

    private byte type() {
        String name = word();
        Byte type = TYPES.get(name);
        if (type == null) {
            throw expected("a type instead of " + name);
        }
        return type;
    }

    /** Takes the closing bracket, or the comma between members; answers whether it was the bracket. */
    private boolean next(char close) {
        blanks();
        if (text.charAt(at) == close) {
            at++;
            return true;
        }
        if (text.charAt(at) == ',') {
            at++;
        }
        return false;
    }

    private String word() {
        blanks();
        int begin = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "-+._".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == begin) {
            throw expected("a word");
        }
        return text.substring(begin, at);
    }

    private void take(char c) {
        blanks();
        if (at == text.length() || text.charAt(at) != c) {
            throw expected("'" + c + "'");
        }
        at++;
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("expected " + what + " at " + at + " of " + text);
    }
}
