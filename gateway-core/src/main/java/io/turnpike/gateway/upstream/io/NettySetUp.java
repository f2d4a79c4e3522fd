package io.turnpike.gateway.upstream.io;

/**
 * What has to be said to Netty before the first of its classes that reads it is loaded. Netty's classes are the deployment's
 * own, but its settings are the JVM's.
 */
public final class NettySetUp {

    private static final String JFR = "io.netty.jfr.enabled";

    /** The same of Lettuce, which is built on Netty. */
    private static final String LETTUCE_JFR = "io.lettuce.core.jfr";

    private static final String LEAKS = "io.netty.leakDetection.level";

    /** What {@link #LEAKS} was called; it counts where the other is not set. */
    private static final String LEAKS_BEFORE = "io.netty.leakDetectionLevel";

    private NettySetUp() {}

    /**
     * Keeps Netty from registering events with the JVM's flight recorder, which holds on to them, and so to the deployment's
     * class loader, for ever, and from taking the stack trace of one in 128 buffers, which is for those who look for a leak. A value that the
     * operator has set is left alone. To be called from the static initializer of every class that is a way into Netty.
     */
    public static void apply() {
        unlessSet(JFR, "false");
        unlessSet(LETTUCE_JFR, "false");
        if (System.getProperty(LEAKS_BEFORE) == null) {
            unlessSet(LEAKS, "disabled");
        }
    }

    private static void unlessSet(String setting, String value) {
        if (System.getProperty(setting) == null) {
            System.setProperty(setting, value);
        }
    }
}
