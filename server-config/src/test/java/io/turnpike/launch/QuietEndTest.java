package io.turnpike.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuietEndTest {

    @Test
    void uncaughtException_classMissingWhileTheJvmEnds_isNotReported() {
        assertThat(reported(true, new NoClassDefFoundError("a/B"))).isEmpty();
    }

    @Test
    void uncaughtException_serverStoppedWhileItStarts_isNotReported() {
        IllegalStateException disposed = new IllegalStateException("Already disposed.");
        disposed.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("fish.payara.micro.boot.runtime.MicroGlassFish", "dispose", "MicroGlassFish.java", 93)
        });

        assertThat(reported(true, disposed)).isEmpty();
        assertThat(reported(false, disposed)).contains("Already disposed.");
    }

    @Test
    void uncaughtException_anythingElse_isReportedAsTheJdkDoes() {
        assertThat(reported(false, new NoClassDefFoundError("a/B")))
                .startsWith("Exception in thread \"t\" java.lang.NoClassDefFoundError: a/B")
                .contains("at io.turnpike");
        assertThat(reported(true, new IllegalStateException("x"))).contains("IllegalStateException: x");
    }

    private static String reported(boolean ending, Throwable failure) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            new QuietEnd(() -> ending).uncaughtException(new Thread("t"), failure);
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
