package io.turnpike.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines in which two texts differ, with some around them: a longest common subsequence by the textbook's table (Cormen and others,
 * Introduction to Algorithms, 15.4), after equal lines at both ends are set aside. Of texts that differ in very many lines all are
 * shown.
 */
final class LineDiff {

    private static final int AROUND = 2;
    private static final long MOST_CELLS = 4_000_000;

    private LineDiff() {}

    /** Lines with {@code -}, {@code +} or a space before them; {@code ...} where equal ones are left out. */
    static List<String> between(String before, String after) {
        List<String> one = before.lines().toList();
        List<String> other = after.lines().toList();
        int head = 0;
        while (head < Math.min(one.size(), other.size()) && one.get(head).equals(other.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(one.size(), other.size()) - head
                && one.get(one.size() - 1 - tail).equals(other.get(other.size() - 1 - tail))) {
            tail++;
        }
        List<String> lines = new ArrayList<>();
        one.subList(0, head).forEach(line -> lines.add("  " + line));
        middle(one.subList(head, one.size() - tail), other.subList(head, other.size() - tail), lines);
        one.subList(one.size() - tail, one.size()).forEach(line -> lines.add("  " + line));
        return shortened(lines);
    }

    private static void middle(List<String> one, List<String> other, List<String> lines) {
        int[][] common = (long) one.size() * other.size() <= MOST_CELLS ? table(one, other) : new int[0][];
        int i = 0;
        int j = 0;
        while (i < one.size() || j < other.size()) {
            if (common.length > 0
                    && i < one.size()
                    && j < other.size()
                    && one.get(i).equals(other.get(j))) {
                lines.add("  " + one.get(i++));
                j++;
            } else if (i < one.size()
                    && (j == other.size() || common.length == 0 || common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + one.get(i++));
            } else {
                lines.add("+ " + other.get(j++));
            }
        }
    }

    /** How many lines can be had in common from each pair of places on. */
    private static int[][] table(List<String> one, List<String> other) {
        int[][] common = new int[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                common[i][j] = one.get(i).equals(other.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<String> shortened(List<String> lines) {
        boolean[] shown = new boolean[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("  ")) {
                for (int near = Math.max(0, i - AROUND); near <= Math.min(lines.size() - 1, i + AROUND); near++) {
                    shown[near] = true;
                }
            }
        }
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (shown[i]) {
                kept.add(lines.get(i));
            } else if (i == 0 || shown[i - 1]) {
                kept.add("...");
            }
        }
        return kept;
    }
}
