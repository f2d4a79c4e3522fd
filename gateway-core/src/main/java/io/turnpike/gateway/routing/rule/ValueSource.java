package io.turnpike.gateway.routing.rule;

/** What of a request a condition looks at. */
public enum ValueSource {
    /** A header, its name regardless of case; each line of it is one value. */
    HEADER("Header"),
    /** A cookie (RFC 6265). */
    COOKIE("Cookie"),
    /** An argument of the query, decoded as a form is. */
    QUERY("Query");

    private final String key;

    ValueSource(String key) {
        this.key = key;
    }

    /** The key that names it in JSON. */
    public String key() {
        return key;
    }
}
