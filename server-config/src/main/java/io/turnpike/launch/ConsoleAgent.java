package io.turnpike.launch;

import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * A Java agent that changes no class: {@code -javaagent} is the one way to get a class of ours onto the class path of
 * {@code java -jar payara-micro.jar} and run it first. Installs {@link LastingLogManager}, {@link QuietStream} and {@link QuietEnd}.
 */
public final class ConsoleAgent {

    private ConsoleAgent() {}

    /**
     * Called by the JVM before the main class is.
     *
     * @param arguments not used
     */
    public static void premain(String arguments) {
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
        System.setOut(quiet(System.out));
        Thread.setDefaultUncaughtExceptionHandler(new QuietEnd());
    }

    static PrintStream quiet(PrintStream out) {
        return new QuietStream(out, Charset.defaultCharset());
    }
}
