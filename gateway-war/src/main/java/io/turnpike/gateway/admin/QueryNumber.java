package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import org.jspecify.annotations.Nullable;

/** Reads whole numbers out of a request's URL. */
final class QueryNumber {

    private QueryNumber() {}

    /**
     * The number.
     *
     * @param text null: the request does not have it
     * @param otherwise what it is then
     * @throws GatewayException {@code INVALID_REQUEST} if it is none, or out of range
     */
    static long of(String name, @Nullable String text, long least, long most, long otherwise) throws GatewayException {
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        String range = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
        throw new GatewayException(
                GatewayError.INVALID_REQUEST, name + ": " + text + " (expected: a whole number, " + range + ")");
    }
}
