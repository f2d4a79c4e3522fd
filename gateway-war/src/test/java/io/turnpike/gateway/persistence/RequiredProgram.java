package io.turnpike.gateway.persistence;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import org.junit.jupiter.api.Assumptions;

/** A program that a test needs. */
public final class RequiredProgram {

    private RequiredProgram() {}

    /**
     * Skips the test where there is no such program; fails it instead where environment variable {@code CI} is set.
     *
     * @param what the program, for the message of CI
     * @param otherwise what is wrong and how the program comes here, for the message of a skipped test
     * @param command ends with 0 where it is there
     */
    public static void require(String what, String otherwise, String... command) {
        boolean present = succeeds(command);
        if (!present && System.getenv("CI") != null) {
            throw new AssertionError("there is no " + what + ", and CI must not skip what needs it");
        }
        Assumptions.assumeTrue(present, "skipped: " + otherwise);
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
