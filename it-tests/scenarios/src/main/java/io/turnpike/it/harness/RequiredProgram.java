package io.turnpike.it.harness;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import org.junit.jupiter.api.Assumptions;

/** A program that tests need and a machine need not have. */
final class RequiredProgram {

    private RequiredProgram() {}

    /**
     * Skips the test where a command cannot be run or fails; fails it instead where environment variable {@code CI} is set.
     *
     * @param what what the command asks for, and which tests need it, for the message
     */
    static void require(String what, String... command) {
        boolean present = runs(command);
        if (!present && System.getenv("CI") != null) {
            throw new AssertionError("there is no " + what + ", and CI must not skip what needs it");
        }
        Assumptions.assumeTrue(present, "skipped: there is no " + what);
    }

    private static boolean runs(String... command) {
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
