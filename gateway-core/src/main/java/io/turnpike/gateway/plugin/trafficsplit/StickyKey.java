package io.turnpike.gateway.plugin.trafficsplit;

import io.turnpike.gateway.exchange.RequestText;
import io.turnpike.gateway.plugin.PluginRequest;
import java.util.List;

/**
 * What of a request stays the same for one client.
 *
 * @param kind where it is
 * @param name of the header or the cookie
 */
record StickyKey(Kind kind, String name) {

    /** Where to look. */
    enum Kind {
        /** Nothing: requests are independent of each other. */
        NONE,
        HEADER,
        COOKIE,
        CLIENT
    }

    static final StickyKey NONE = new StickyKey(Kind.NONE, "");

    /** The text of a request; empty if it has none. */
    String of(PluginRequest request) {
        return switch (kind) {
            case NONE -> "";
            case CLIENT -> request.clientAddress();
            case HEADER -> {
                String value = request.header(name);
                yield value == null ? "" : RequestText.utf8(value).strip();
            }
            case COOKIE -> {
                List<String> values = request.cookies(name);
                yield values.isEmpty() ? "" : values.get(0);
            }
        };
    }
}
