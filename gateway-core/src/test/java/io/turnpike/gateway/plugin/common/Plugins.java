package io.turnpike.gateway.plugin.common;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sets up plugins for unit tests. */
public final class Plugins {

    private static final Gson GSON = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.BIG_DECIMAL)
            .create();

    private Plugins() {}

    /** A configuration of JSON; quotation marks may be apostrophes. */
    public static PluginConfiguration json(String json) {
        return PluginConfiguration.of(GSON.fromJson(json, Object.class));
    }

    public static PluginHandler configure(Plugin plugin, String json) {
        return configure(plugin, json, new FakeContext());
    }

    public static PluginHandler configure(Plugin plugin, String json, PluginContext context) {
        try {
            return plugin.configure(json(json), context);
        } catch (InvalidConfigurationException e) {
            throw new AssertionError(e.faults().toString(), e);
        }
    }

    /** What is wrong with a configuration that fits the schema, {@code pointer detail}; nothing if it is taken. */
    public static List<String> faults(Plugin plugin, String json) {
        try {
            plugin.configure(json(json), new FakeContext()).close();
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.faults().stream().map(Plugins::line).toList();
        }
    }

    /** What a decision comes to, in a word: {@code proceed}, {@code 302}, {@code 401 Access denied}. */
    public static String word(Decision decision) {
        if (decision instanceof Decision.Answer answer) {
            return String.valueOf(answer.response().status());
        }
        if (decision instanceof Decision.Refuse refuse) {
            return refuse.problem().error().status() + " " + refuse.problem().detail();
        }
        return decision instanceof Decision.Later ? "later" : "proceed";
    }

    /** A decision that is one now; waits for one that comes later. */
    public static Decision settled(Decision decision) throws Exception {
        return decision instanceof Decision.Later later
                ? later.stage().toCompletableFuture().get(20, TimeUnit.SECONDS)
                : decision;
    }

    private static String line(Fault fault) {
        return fault.pointer() + ' ' + fault.detail();
    }
}
