package io.turnpike.launch;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.function.BooleanSupplier;

/**
 * Reports threads that end by an exception as the JDK does, but for two kinds while the JVM ends: Payara Micro deletes the application's libraries
 * then, and a thread that is still busy misses classes; and where it is stopped before its start is over, its main thread stops what has been
 * stopped. Immutable.
 */
final class QuietEnd implements UncaughtExceptionHandler {

    private static final String SERVER = "fish.payara.micro.boot.runtime.MicroGlassFish";

    private final BooleanSupplier ending;

    QuietEnd() {
        this(QuietEnd::jvmIsEnding);
    }

    QuietEnd(BooleanSupplier ending) {
        this.ending = ending;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if ((failure instanceof NoClassDefFoundError || isServerStopped(failure)) && ending.getAsBoolean()) {
            return;
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace();
    }

    /** The main thread, which has come to the end of the start. */
    private static boolean isServerStopped(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof IllegalStateException
                && trace.length > 0
                && trace[0].getClassName().equals(SERVER)
                && trace[0].getMethodName().equals("dispose");
    }

    /** The JDK says it in no other way: hooks are refused once they run. */
    private static boolean jvmIsEnding() {
        Thread hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
