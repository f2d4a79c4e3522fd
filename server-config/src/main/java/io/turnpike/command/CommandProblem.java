package io.turnpike.command;

import java.util.ArrayList;
import java.util.List;

/** Why a command cannot do what it was asked to, in lines for people. The first says what is wrong, the others what helps. */
final class CommandProblem extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    CommandProblem(String first, String... others) {
        super(first);
        this.lines = List.of(others);
    }

    CommandProblem(String first, List<String> others) {
        super(first);
        this.lines = List.copyOf(others);
    }

    /** All lines, without a line break in any. */
    List<String> lines() {
        List<String> all = new ArrayList<>(List.of(String.valueOf(getMessage())));
        all.addAll(lines);
        return all;
    }
}
