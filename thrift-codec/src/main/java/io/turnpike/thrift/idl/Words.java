package io.turnpike.thrift.idl;

import java.util.Set;

/** The words of the IDL, and how pieces of a text are shown in messages. */
final class Words {

    static final Set<String> DEFINITIONS = Set.of(
            "struct",
            "union",
            "exception",
            "enum",
            "senum",
            "service",
            "const",
            "typedef",
            "namespace",
            "include",
            "cpp_include");

    /** Namespace statements of older compilers, each {@code word target}. */
    static final Set<String> OLD_NAMESPACES = Set.of(
            "cpp_namespace",
            "php_namespace",
            "py_module",
            "perl_package",
            "ruby_namespace",
            "smalltalk_category",
            "smalltalk_prefix",
            "java_package",
            "cocoa_prefix",
            "csharp_namespace",
            "delphi_namespace",
            "xsd_namespace");

    static final Set<String> BASE_TYPES =
            Set.of("bool", "byte", "i8", "i16", "i32", "i64", "double", "string", "binary", "slist", "uuid");

    private static final Set<String> CONTAINERS = Set.of("map", "list", "set");
    private static final Set<String> MODIFIERS =
            Set.of("void", "oneway", "async", "extends", "throws", "required", "optional");
    /** Words that may follow a field's name, and so cannot be one. */
    private static final Set<String> FIELD_TAILS =
            Set.of("cpp_type", "xsd_all", "xsd_optional", "xsd_nillable", "xsd_attrs");

    private static final int SHOWN_CHARS = 40;

    private Words() {}

    /** Whether the word has a meaning of its own, so that no type, method or constant may be called so. */
    static boolean isReserved(String word) {
        return DEFINITIONS.contains(word)
                || (BASE_TYPES.contains(word) && !word.equals("uuid"))
                || CONTAINERS.contains(word)
                || MODIFIERS.contains(word)
                || FIELD_TAILS.contains(word)
                || OLD_NAMESPACES.contains(word);
    }

    /** Whether a field may not be called so; since Thrift 0.18 most reserved words may name a field. */
    static boolean isReservedInFields(String word) {
        return FIELD_TAILS.contains(word);
    }

    /** A piece of a text in quotes, shortened. */
    static String quote(String text, int start, int end) {
        StringBuilder shown = new StringBuilder("'");
        int stop = Math.min(end, start + SHOWN_CHARS);
        for (int i = start; i < stop; i++) {
            shown.append(printable(text.charAt(i)));
        }
        return shown.append(stop < end ? "...'" : "'").toString();
    }

    /** A character as it can stand in a message of one line. */
    static String printable(char c) {
        return Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    }
}
