package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.MalformedTextException;
import io.turnpike.gateway.exchange.RequestText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What conditions look at, read from a request when the first one asks, and once however many ask: a request that meets no condition pays
 * nothing. The time is linear in the query, or in the header. For one thread.
 */
public final class RequestAttributes implements RequestValues {

    private static final byte[] UNKNOWN = {};

    private final Exchange exchange;
    private final Map<String, List<String>> headers = new HashMap<>();
    private @Nullable Map<String, List<String>> cookies;
    private @Nullable Map<String, List<String>> arguments;
    private byte @Nullable [] client;

    public RequestAttributes(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public List<String> values(ValueSource source, String name) {
        return switch (source) {
            case HEADER -> headers.computeIfAbsent(name, this::headers);
            case COOKIE -> cookies().getOrDefault(name, List.of());
            case QUERY -> arguments().getOrDefault(name, List.of());
        };
    }

    /** The client's address; no bytes if it is unknown. */
    byte[] client() {
        byte[] known = client;
        if (known == null) {
            known = IpLiteral.parse(exchange.client().address());
            known = known == null ? UNKNOWN : known;
            client = known;
        }
        return known;
    }

    private List<String> headers(String name) {
        List<String> all = exchange.headers().all(name);
        if (all.isEmpty()) {
            return all;
        }
        List<String> values = new ArrayList<>(all.size());
        for (String value : all) {
            values.add(RequestText.utf8(value).strip());
        }
        return values;
    }

    private Map<String, List<String>> cookies() {
        Map<String, List<String>> known = cookies;
        if (known == null) {
            known = new HashMap<>();
            for (String line : exchange.headers().all("Cookie")) {
                for (String pair : parts(line, ';')) {
                    int equals = pair.indexOf('=');
                    if (equals > 0) {
                        add(
                                known,
                                pair.substring(0, equals).strip(),
                                RequestText.utf8(RequestText.unquoted(
                                        pair.substring(equals + 1).strip())));
                    }
                }
            }
            cookies = known;
        }
        return known;
    }

    private Map<String, List<String>> arguments() {
        Map<String, List<String>> known = arguments;
        if (known == null) {
            known = new HashMap<>();
            String query = exchange.query();
            for (String part : parts(query == null ? "" : query, '&')) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                add(known, form(name), equals < 0 ? "" : form(part.substring(equals + 1)));
            }
            arguments = known;
        }
        return known;
    }

    private static void add(Map<String, List<String>> values, String name, String value) {
        values.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value);
    }

    /** What is between separators, where that is not empty. */
    private static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        for (int begin = 0; begin < text.length(); ) {
            int next = text.indexOf(separator, begin);
            int end = next < 0 ? text.length() : next;
            if (end > begin) {
                parts.add(text.substring(begin, end));
            }
            begin = end + 1;
        }
        return parts;
    }

    /** What cannot be decoded stays as it is. */
    private static String form(String text) {
        try {
            return RequestText.form(text);
        } catch (MalformedTextException e) {
            return text;
        }
    }
}
