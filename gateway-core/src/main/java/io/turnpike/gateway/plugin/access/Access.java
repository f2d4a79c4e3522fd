package io.turnpike.gateway.plugin.access;

/** What a rule says of a value. */
enum Access {
    /** Takes the value out of what a rule for {@code *} denies. */
    ALLOW,
    DENY
}
