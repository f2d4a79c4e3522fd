package io.turnpike.registry.consul;

/**
 * One check, as far as it matters for noticing that something has changed.
 *
 * @param node the node
 * @param checkId its id, unique on the node
 * @param serviceName the service it belongs to; empty: it is about the node as a whole
 * @param status {@code passing}, {@code warning}, {@code critical}
 * @param modifyIndex when it was changed last
 */
record CheckLine(String node, String checkId, String serviceName, String status, long modifyIndex) {

    /** What identifies a check. */
    record Key(String node, String checkId) {}

    Key key() {
        return new Key(node, checkId);
    }
}
