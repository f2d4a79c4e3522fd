package io.turnpike.gateway.plugin.redirect;

import io.turnpike.gateway.exchange.HttpText;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.FaultList;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A URI reference (RFC 3986, section 4.1) with places for what the request has: {@code https://www.example.com{uri}}. Immutable.
 */
final class LocationTemplate {

    private static final String NAMES = "{scheme}, {host}, {path}, {query}, {uri}";

    /** What URIs are made of beside letters and digits (RFC 3986, section 2). */
    private static final String PUNCTUATION = "-._~:/?#[]@!$&'()*+,;=%";

    private static final char LAST_BYTE = 0xFF;

    /** What may stand in a place, and the text before the first one and after each. */
    private enum Part {
        SCHEME,
        HOST,
        PATH,
        QUERY,
        URI
    }

    private final List<String> texts = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    private LocationTemplate() {}

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static LocationTemplate parse(String text) {
        LocationTemplate template = new LocationTemplate();
        int begin = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', begin)) {
            int close = text.indexOf('}', open);
            String name = close < 0 ? text.substring(open) : text.substring(open, close + 1);
            template.texts.add(literal(text.substring(begin, open)));
            template.parts.add(part(name));
            begin = close + 1;
        }
        template.texts.add(literal(text.substring(begin)));
        return template;
    }

    /** Whether it needs a host of the request. */
    boolean hasHost() {
        return parts.contains(Part.HOST);
    }

    /**
     * The place for a request.
     *
     * @param host its host without port; IPv6 in brackets
     */
    String of(PluginRequest request, String host) {
        StringBuilder location = new StringBuilder(texts.get(0));
        for (int i = 0; i < parts.size(); i++) {
            String path = request.path();
            String query = request.query();
            switch (parts.get(i)) {
                case SCHEME -> location.append(request.scheme());
                case HOST -> location.append(host);
                case PATH -> path(location, path);
                case QUERY -> encoded(location, query == null ? "" : query);
                case URI -> {
                    path(location, path);
                    if (query != null) {
                        encoded(location.append('?'), query);
                    }
                }
            }
            location.append(texts.get(i + 1));
        }
        return location.toString();
    }

    /** At the beginning a path with two slashes would be a host: whoever makes the link would say where it leads. */
    private static void path(StringBuilder location, String path) {
        int from = 0;
        while (location.length() == 0 && path.startsWith("//", from)) {
            from++;
        }
        encoded(location, path.substring(from));
    }

    /** What a server has let pass, though it may not stand in a URI as it is, is percent-encoded: byte by byte, as servers make a character of each. */
    private static void encoded(StringBuilder location, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (mayStand(c)) {
                location.append(c);
            } else if (c <= LAST_BYTE) {
                location.append("%%%02X".formatted((int) c));
            } else {
                location.append(URLEncoder.encode(String.valueOf(c), StandardCharsets.UTF_8));
            }
        }
    }

    private static Part part(String name) {
        return switch (name) {
            case "{scheme}" -> Part.SCHEME;
            case "{host}" -> Part.HOST;
            case "{path}" -> Part.PATH;
            case "{query}" -> Part.QUERY;
            case "{uri}" -> Part.URI;
            default ->
                throw new IllegalArgumentException(
                        FaultList.quoted(name) + " stands for nothing (expected: one of " + NAMES + ")");
        };
    }

    private static String literal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!mayStand(c)) {
                throw new IllegalArgumentException(
                        "it has the character U+%04X (expected: it percent-encoded)".formatted((int) c));
            }
        }
        return text;
    }

    private static boolean mayStand(char c) {
        return HttpText.isAlphanumeric(c) || PUNCTUATION.indexOf(c) >= 0;
    }
}
