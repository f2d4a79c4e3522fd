package io.turnpike.gateway.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;

/**
 * Which gateway this is among those on a database.
 *
 * @param id made anew at each start, so that two gateways never have the same
 * @param host name of this machine, for people
 * @param port the port that it is meant to be reached at
 * @param version of the software
 * @param started since when it runs
 */
record NodeIdentity(String id, String host, int port, String version, Instant started) {

    static NodeIdentity made(int port, String version, Instant started) {
        return new NodeIdentity(UUID.randomUUID().toString(), hostName(), port, version, started);
    }

    /** Containers tell their name by an environment variable; elsewhere the system is asked. */
    private static String hostName() {
        String told = System.getenv("HOSTNAME");
        if (told != null && !told.isBlank()) {
            return told.strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
