package io.turnpike.gateway.plugin;

import org.jspecify.annotations.Nullable;

/**
 * One configuration of a plugin, bound to a route, a service or all requests. Many requests ask it at once; for one request its methods are
 * called one after the other. What it throws costs the request a 500, and a line in the log that names the plugin.
 */
public interface PluginHandler extends AutoCloseable {

    /** See {@link Phase#REWRITE}. */
    default Decision rewrite(PluginRequest request) throws Exception {
        return Decision.proceed();
    }

    /** See {@link Phase#ACCESS}. */
    default Decision access(PluginRequest request) throws Exception {
        return Decision.proceed();
    }

    /**
     * See {@link Phase#ERROR}. Asked again when what it said has failed, too.
     *
     * @return where the request goes next; null if this has no (more) place for it. A request whose body is too large to be kept goes
     *     nowhere, whatever this says
     */
    default @Nullable Retry error(PluginRequest request, Failure failure) throws Exception {
        return null;
    }

    /** See {@link Phase#HEADER_FILTER}: of every answer, the gateway's own and those of plugins included. */
    default void headerFilter(PluginRequest request, ResponseHead head) throws Exception {}

    /**
     * See {@link Phase#BODY_FILTER}: asked after all header filters.
     *
     * @return what gets the body of this answer; null if nothing is to
     */
    default @Nullable BodyFilter bodyFilter(PluginRequest request, ResponseHead head) throws Exception {
        return null;
    }

    /**
     * See {@link Phase#LOG}: called once for each request that came to this handler's phases, also where its client has gone. Plugins with
     * threads of their own are called at the same time as others: each gets a copy of the request as it was at the end, and what it leaves
     * there as an attribute nobody else sees.
     */
    default void log(PluginRequest request, CallSummary summary) throws Exception {}

    /** It is not asked any more. */
    @Override
    default void close() {}
}
