package io.turnpike.command;

/** A file that cannot be read as what it should be. The message says why, without the place. */
final class MalformedFile extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Place place;

    MalformedFile(Place place, String message) {
        super(message);
        this.place = place;
    }

    Place place() {
        return place;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
