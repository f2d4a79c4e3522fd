package io.turnpike.thrift.idl;

import java.util.Arrays;

/** One IDL text under its name; turns offsets into lines and columns. Immutable. */
public final class SourceText {

    private static final int SHOWN_CHARS = 200;

    private final String name;
    private final String text;
    private final int[] lineStarts;

    public SourceText(String name, String text) {
        this.name = name;
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = end + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** The line of an offset, counted from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** A diagnostic about the character at this offset. */
    Diagnostic diagnostic(int offset, String message) {
        int line = line(offset);
        int start = lineStarts[line - 1];
        int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
        String shown = text.substring(start, Math.min(end, start + SHOWN_CHARS));
        if (shown.endsWith("\r")) {
            shown = shown.substring(0, shown.length() - 1);
        }
        return new Diagnostic(new Location(name, line, offset - start + 1), message, shown);
    }
}
