package io.turnpike.gateway.exchange;

/**
 * One line of the header section of an HTTP message (RFC 9110, section 6.3).
 *
 * @param name as it was sent; names are compared regardless of case
 * @param value without white space around it
 */
public record HeaderField(String name, String value) {

    /** Whether this is a field of that name. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
