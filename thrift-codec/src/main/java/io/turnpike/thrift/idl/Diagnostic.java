package io.turnpike.thrift.idl;

/**
 * One fault found in an IDL.
 *
 * @param location where the fault is
 * @param message what is wrong and what was expected, in one sentence
 * @param sourceLine the text of the line at fault, without its line end; cut to 200 characters
 */
public record Diagnostic(Location location, String message, String sourceLine) {

    @Override
    public String toString() {
        return location + ": " + message;
    }
}
