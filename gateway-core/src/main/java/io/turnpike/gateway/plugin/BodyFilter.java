package io.turnpike.gateway.plugin;

/** Gets the body of one answer, piece by piece, one call after the other. */
public interface BodyFilter {

    /**
     * A piece of the body.
     *
     * @param bytes not changed by anybody else; may be kept
     * @return what goes on in its place; may be {@code bytes} itself, or empty
     */
    byte[] piece(byte[] bytes);

    /** The body is whole; not called for one that breaks off. Returns what comes after all pieces. */
    default byte[] end() {
        return new byte[0];
    }

    /** Whether as many bytes go on as come: the answer keeps its {@code Content-Length} then. */
    default boolean keepsLength() {
        return false;
    }
}
