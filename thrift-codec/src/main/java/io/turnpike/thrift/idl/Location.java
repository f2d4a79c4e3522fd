package io.turnpike.thrift.idl;

/**
 * A place in an IDL text.
 *
 * @param file the name under which the text was given: the main file's, or a key of the includes
 * @param line counted from 1
 * @param column counted from 1, in UTF-16 code units
 */
public record Location(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ':' + line + ':' + column;
    }
}
