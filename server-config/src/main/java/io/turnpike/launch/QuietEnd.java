package io.turnpike.launch;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.function.BooleanSupplier;

/**
 * Reports threads that end by an exception as the JDK does, but for one kind: Payara Micro deletes the application's libraries while
 * the JVM ends, and a thread that is still busy then misses classes. Immutable.
 */
final class QuietEnd implements UncaughtExceptionHandler {

    private final BooleanSupplier ending;

    QuietEnd() {
        this(QuietEnd::jvmIsEnding);
    }

    QuietEnd(BooleanSupplier ending) {
        this.ending = ending;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (failure instanceof NoClassDefFoundError && ending.getAsBoolean()) {
            return;
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace();
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
