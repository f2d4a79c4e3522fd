package io.turnpike.launch;

import java.io.File;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * {@code -javaagent} is the one way to get a class of ours onto the class path of
 * {@code java -jar payara-micro.jar} and run it first. Installs {@link ServerRepairs}, {@link LastingLogManager}, {@link QuietStream}, {@link QuietEnd} and
 * {@link SecondDeployment}, and removes the directory of this process at its end.
 */
public final class ConsoleAgent {

    private static final String ONLY_REPAIRS = "repairs";

    private ConsoleAgent() {}

    /**
     * Called by the JVM before the main class is.
     *
     * @param runDirectory what is removed when the JVM ends, with the files that are in it now, if by then the server has taken away what it
     *     has put there itself; null or blank for none; {@code repairs}: nothing but {@link ServerRepairs}, for Payara Server
     * @param jvm where classes can be mended
     */
    public static void premain(@Nullable String runDirectory, Instrumentation jvm) {
        jvm.addTransformer(new ServerRepairs());
        if (ONLY_REPAIRS.equals(runDirectory)) {
            return;
        }
        install(runDirectory);
    }

    /** All but the repairs. To be called in the main thread, before the server starts. */
    static void install(@Nullable String runDirectory) {
        if (runDirectory != null && !runDirectory.isBlank()) {
            removeAtTheEnd(new File(runDirectory));
        }
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
        System.setOut(quiet(System.out));
        Thread.setDefaultUncaughtExceptionHandler(new QuietEnd());
        SecondDeployment.after(Thread.currentThread());
    }

    /** The JDK deletes such files after all shutdown hooks, the last named first. */
    private static void removeAtTheEnd(File directory) {
        directory.deleteOnExit();
        File[] files = directory.listFiles();
        for (File file : files == null ? new File[0] : files) {
            file.deleteOnExit();
        }
    }

    static PrintStream quiet(PrintStream out) {
        return new QuietStream(out, Charset.defaultCharset());
    }
}
