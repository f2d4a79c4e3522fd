package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.access.AccessPlugin;
import io.turnpike.gateway.plugin.cors.CorsPlugin;
import io.turnpike.gateway.plugin.fallback.FallbackPlugin;
import io.turnpike.gateway.plugin.iprestriction.IpRestrictionPlugin;
import io.turnpike.gateway.plugin.mirror.MirrorPlugin;
import io.turnpike.gateway.plugin.mock.MockPlugin;
import io.turnpike.gateway.plugin.ratelimiter.RateLimiterPlugin;
import io.turnpike.gateway.plugin.redirect.RedirectPlugin;
import io.turnpike.gateway.plugin.requestheaders.RequestHeadersPlugin;
import io.turnpike.gateway.plugin.requestid.RequestIdPlugin;
import io.turnpike.gateway.plugin.requestsize.RequestSizePlugin;
import io.turnpike.gateway.plugin.responseheaders.ResponseHeadersPlugin;
import io.turnpike.gateway.plugin.router.RouterPlugin;
import io.turnpike.gateway.plugin.trafficsplit.TrafficSplitPlugin;
import java.util.List;

/** The plugins that come with the gateway and need nothing but it. */
public final class BuiltInPlugins {

    private BuiltInPlugins() {}

    /** New ones of all, in the order in which they are asked. */
    public static List<Plugin> all() {
        return List.of(
                new RequestIdPlugin(),
                new IpRestrictionPlugin(),
                new CorsPlugin(),
                new RequestSizePlugin(),
                new AccessPlugin(),
                new RateLimiterPlugin(),
                new RequestHeadersPlugin(),
                new RedirectPlugin(),
                new RouterPlugin(),
                new TrafficSplitPlugin(),
                new MirrorPlugin(),
                new MockPlugin(),
                new ResponseHeadersPlugin(),
                new FallbackPlugin());
    }
}
