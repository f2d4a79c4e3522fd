package io.turnpike.thrift.idl;

import java.util.ArrayList;
import java.util.List;

/** Takes the stars and the common indentation off doc comments, as the Apache Thrift compiler does. */
final class DocComments {

    private DocComments() {}

    /** @param comment what stands between the two marks of the comment */
    static String clean(String comment) {
        List<String> lines = new ArrayList<>();
        comment.replace("\r", "").lines().forEach(line -> lines.add(line.stripTrailing()));
        if (lines.isEmpty()) {
            return "";
        }
        if (allStarred(lines)) {
            lines.subList(1, lines.size())
                    .replaceAll(
                            line -> line.isEmpty() ? line : line.stripLeading().substring(1));
        }
        int indent = Integer.MAX_VALUE;
        for (String line : lines.subList(1, lines.size())) {
            if (!line.isBlank()) {
                indent = Math.min(indent, line.length() - line.stripLeading().length());
            }
        }
        StringBuilder cleaned = new StringBuilder(lines.get(0).strip());
        for (String line : lines.subList(1, lines.size())) {
            cleaned.append('\n')
                    .append(line.isBlank() ? "" : line.substring(indent).stripTrailing());
        }
        return cleaned.toString().strip();
    }

    /** Whether every line after the first that is not blank starts with a star, all in the same column. */
    private static boolean allStarred(List<String> lines) {
        int column = -1;
        for (String line : lines.subList(1, lines.size())) {
            if (line.isEmpty()) {
                continue;
            }
            int first = line.length() - line.stripLeading().length();
            if (line.charAt(first) != '*' || (column >= 0 && first != column)) {
                return false;
            }
            column = first;
        }
        return column >= 0;
    }
}
