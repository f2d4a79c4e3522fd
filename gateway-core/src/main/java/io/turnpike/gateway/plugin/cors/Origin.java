package io.turnpike.gateway.plugin.cors;

import io.turnpike.gateway.plugin.common.FaultList;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin that an operator allows, in the form in which browsers send it (RFC 6454, section 6.2): lower case, without the scheme's own port.
 *
 * @param text the origin; with {@code below}, what comes before the host
 * @param suffix with {@code below}, what a host and port end in: {@code .example.com:8080}; otherwise the empty text
 * @param below whether it is {@code https://*.example.com}: every host below, of one label more or several
 */
record Origin(String text, String suffix, boolean below) {

    private static final Pattern SYNTAX = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.-]*)://(?<below>\\*\\.)?(?<host>[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+])(?::(?<port>[0-9]{1,5}))?");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static Origin parse(String text) {
        if (text.equals("null")) {
            return new Origin(text, "", false);
        }
        Matcher origin = SYNTAX.matcher(text.toLowerCase(Locale.ROOT));
        if (!origin.matches()
                || (origin.group("below") != null && origin.group("host").startsWith("["))) {
            throw new IllegalArgumentException(FaultList.quoted(text)
                    + " is no origin (expected: scheme, host and perhaps port, such as https://app.example.com or"
                    + " https://*.example.com; null; or *)");
        }
        String scheme = origin.group("scheme");
        String port = origin.group("port");
        boolean own = port == null
                || (scheme.equals("http") && port.equals("80"))
                || (scheme.equals("https") && port.equals("443"));
        String authority = origin.group("host") + (own ? "" : ":" + port);
        return origin.group("below") == null
                ? new Origin(scheme + "://" + authority, "", false)
                : new Origin(scheme + "://", "." + authority, true);
    }

    /** Whether the origin of a request is one below this. */
    boolean isAbove(String origin) {
        if (!below || !origin.startsWith(text) || !origin.endsWith(suffix)) {
            return false;
        }
        int end = origin.length() - suffix.length();
        if (end <= text.length()) {
            return false;
        }
        for (int i = text.length(); i < end; i++) {
            char c = origin.charAt(i);
            boolean ofName = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
            if (!ofName) {
                return false;
            }
        }
        return true;
    }
}
