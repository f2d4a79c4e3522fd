package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.jwtauth.JwtAuthPlugin;
import io.turnpike.gateway.plugin.keyauth.KeyAuthPlugin;
import io.turnpike.gateway.plugin.ratelimit.RateLimitPlugin;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import io.turnpike.gateway.plugin.responsecache.ResponseCachePlugin;
import java.util.List;

/** The plugins that come with the gateway and need more than it: keys, consumers, Redis. */
public final class ConnectedPlugins {

    private ConnectedPlugins() {}

    /**
     * New ones of all, in the order in which they are asked.
     *
     * @param redis is to be closed after the last handler has been
     */
    public static List<Plugin> all(RedisConnections redis) {
        return List.of(
                new KeyAuthPlugin(), new JwtAuthPlugin(), new RateLimitPlugin(redis), new ResponseCachePlugin(redis));
    }
}
