package io.turnpike.gateway.plugin.responsecache;

import io.turnpike.gateway.exchange.HeaderField;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The directives of {@code Cache-Control} (RFC 9111, section 5.2), names in lower case. Immutable. */
final class CacheControl {

    private final Map<String, String> directives = new HashMap<>();

    private CacheControl() {}

    /** Those of a header section; the first one of a name counts. */
    static CacheControl of(List<HeaderField> fields) {
        CacheControl control = new CacheControl();
        for (HeaderField field : fields) {
            if (field.is("Cache-Control")) {
                for (String directive : field.value().split(",", -1)) {
                    int equals = directive.indexOf('=');
                    String name = equals < 0 ? directive : directive.substring(0, equals);
                    String value = equals < 0 ? "" : directive.substring(equals + 1);
                    control.directives.putIfAbsent(
                            name.strip().toLowerCase(Locale.ROOT), value.strip().replace("\"", ""));
                }
            }
        }
        return control;
    }

    boolean has(String name) {
        return directives.containsKey(name);
    }

    /** The seconds of a directive; empty if it is not there. What is no number is 0: the answer is stale then (section 4.2.1). */
    OptionalLong seconds(String name) {
        String value = directives.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(seconds0(value));
    }

    /** A number of seconds; 0 for anything else. */
    static long seconds0(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return text.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(text);
    }
}
