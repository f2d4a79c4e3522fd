package io.turnpike.thrift.json;

import java.util.Arrays;

/**
 * Which fields have been seen, by their index in the plan, of one struct and of those around it: a stack of bitmaps. A set is
 * named by the mark that {@link #open} answers; only the one opened last may be closed.
 */
final class SeenFields {

    private long[] words = new long[4];
    private int top;

    /** Opens an empty set for a struct of so many fields; answers its mark. */
    int open(int fields) {
        int mark = top;
        top += (fields + 63) >>> 6;
        if (top > words.length) {
            words = Arrays.copyOf(words, Math.max(top, words.length * 2));
        }
        for (int i = mark; i < top; i++) {
            words[i] = 0;
        }
        return mark;
    }

    /** Closes the set opened last. */
    void close(int mark) {
        top = mark;
    }

    /** Answers false if the field had been added before. */
    boolean add(int mark, int index) {
        long bit = 1L << index;
        int word = mark + (index >>> 6);
        long before = words[word];
        words[word] = before | bit;
        return (before & bit) == 0;
    }

    /** Takes the fields of a set out of the one that was opened before it, for as many fields. */
    void remove(int mark, int others) {
        for (int i = 0; i < top - others; i++) {
            words[mark + i] &= ~words[others + i];
        }
    }

    boolean contains(int mark, int index) {
        return (words[mark + (index >>> 6)] >>> index & 1) != 0;
    }
}
