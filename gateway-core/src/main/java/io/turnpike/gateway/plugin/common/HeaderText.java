package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.HttpText;
import io.turnpike.gateway.exchange.RequestText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What is in header sections, and what an operator may have a plugin write there. */
public final class HeaderText {

    /** Those that say where a message ends, and those of one connection (RFC 9112, section 6; RFC 9110, section 7.6.1). */
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderText() {}

    /** The value of each field of a name, as it was meant, see {@link RequestText#utf8}; none if there is none. */
    public static List<String> values(List<HeaderField> fields, String name) {
        List<String> values = List.of();
        for (int i = 0; i < fields.size(); i++) {
            HeaderField field = fields.get(i);
            if (field.is(name)) {
                values = values.isEmpty() ? new ArrayList<>(1) : values;
                values.add(RequestText.utf8(field.value()).strip());
            }
        }
        return values;
    }

    /** Whether a field says where a message ends, or is one of a connection: the gateway answers for these. */
    public static boolean isFraming(String name) {
        return FRAMING.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The name of a field that may be set.
     *
     * @throws IllegalArgumentException if it is none, or one that the gateway answers for; the message says which
     */
    public static String name(String name) {
        if (!HttpText.isToken(name)) {
            throw new IllegalArgumentException(FaultList.quoted(name)
                    + " is no name of a header (expected: letters, digits and " + HttpText.TOKEN_PUNCTUATION + ")");
        }
        if (isFraming(name)) {
            throw new IllegalArgumentException(name + " is the gateway's to set (expected: none of "
                    + String.join(", ", new TreeSet<>(FRAMING)) + ")");
        }
        return name;
    }

    /**
     * The same of a request's field. {@code Host} is the business of the upstream.
     *
     * @throws IllegalArgumentException as {@link #name}
     */
    public static String requestName(String name) {
        if (name.equalsIgnoreCase("Host")) {
            throw new IllegalArgumentException("Host cannot be set here (expected: Host of the route's upstream)");
        }
        return name(name);
    }

    /**
     * The value of a field that may be set: visible characters of ASCII, with blanks and tabs between them (RFC 9110, section 5.5).
     *
     * @throws IllegalArgumentException if it has others; the message says which
     */
    public static String value(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                throw new IllegalArgumentException(
                        "the value has the character U+%04X (expected: ASCII without control characters)"
                                .formatted((int) c));
            }
        }
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException(FaultList.quoted(value) + " has white space around it (expected: none)");
        }
        return value;
    }
}
