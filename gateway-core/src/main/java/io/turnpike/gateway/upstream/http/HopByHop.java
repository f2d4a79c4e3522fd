package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.HeaderField;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields of a message that concern one connection and end with it: {@code Connection}, all that it names, and those that are known to
 * be such without being named (RFC 9110, section 7.6.1). Immutable.
 */
final class HopByHop {

    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private final Set<String> named;

    private HopByHop(Set<String> named) {
        this.named = named;
    }

    /** Those of a message with these fields. */
    static HopByHop of(List<HeaderField> fields) {
        Set<String> named = new HashSet<>();
        for (HeaderField field : fields) {
            if (field.is("Connection")) {
                for (String option : field.value().split(",", -1)) {
                    named.add(option.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return new HopByHop(named);
    }

    /** Whether fields of this name are not passed on. */
    boolean has(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return ALWAYS.contains(lowerCase) || named.contains(lowerCase);
    }
}
