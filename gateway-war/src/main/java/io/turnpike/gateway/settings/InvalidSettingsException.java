package io.turnpike.gateway.settings;

import java.util.List;

/** The gateway cannot start with these settings; the message lists everything that is wrong with them. */
public final class InvalidSettingsException extends RuntimeException {

    private final transient List<String> problems;

    InvalidSettingsException(List<String> problems) {
        super("The gateway cannot start, %d %s invalid:%n  %s"
                .formatted(
                        problems.size(),
                        problems.size() == 1 ? "setting is" : "settings are",
                        String.join(System.lineSeparator() + "  ", problems)));
        this.problems = List.copyOf(problems);
    }

    /** One text for each setting at fault: key, offending and expected value. */
    public List<String> problems() {
        return problems;
    }
}
