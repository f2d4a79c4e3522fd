package io.turnpike.gateway.upstream.io;

/**
 * What has to be said to Netty before the first of its classes that reads it is loaded. Netty's classes are the deployment's
 * own, but its settings are the JVM's.
 */
public final class NettySetUp {

    private static final String JFR = "io.netty.jfr.enabled";

    /** The same of Lettuce, which is built on Netty. */
    private static final String LETTUCE_JFR = "io.lettuce.core.jfr";

    private NettySetUp() {}

    /**
     * Keeps Netty from registering events with the JVM's flight recorder, which holds on to them, and so to the deployment's
     * class loader, for ever. A value that the operator has set is left alone. To be called from the static initializer of
     * every class that is a way into Netty.
     */
    public static void apply() {
        for (String setting : new String[] {JFR, LETTUCE_JFR}) {
            if (System.getProperty(setting) == null) {
                System.setProperty(setting, "false");
            }
        }
    }
}
