package io.turnpike.command;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1
 * @param block whether a text begins here whose lines are lines of the file, the first of them the next one
 */
record Place(int line, int column, boolean block) {

    static Place at(int line, int column) {
        return new Place(line, column, false);
    }

    /** The place of a line of the text that begins here, as well as the file tells it. */
    Place inside(int textLine) {
        return block ? at(line + textLine, 1) : this;
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
