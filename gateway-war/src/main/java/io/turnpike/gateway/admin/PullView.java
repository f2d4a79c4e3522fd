package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.pull.ConfigurationPull;
import io.turnpike.gateway.pull.PullReport;
import io.turnpike.gateway.pull.PulledModule;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What administrators see of pull mode, and what they cannot do in it. Safe for use by several threads at once. */
final class PullView {

    private final @Nullable ConfigurationPull pull;

    PullView(Optional<ConfigurationPull> pull) {
        this.pull = pull.orElse(null);
    }

    /**
     * For changes of what is bound to all requests.
     *
     * @param allow the methods that the resource still takes, for {@code Allow} (RFC 9110, section 10.2.1)
     * @throws GatewayException {@code CONFIGURATION_PULLED} if this gateway pulls it
     */
    void requirePush(String allow) throws GatewayException {
        if (pull != null) {
            throw new GatewayException(
                    GatewayError.CONFIGURATION_PULLED,
                    "The plugins of all requests are pulled from " + pull.source() + ", cluster " + pull.clusterId()
                            + " (expected: changes there; setting: pullSource)",
                    List.of(),
                    Map.of("Allow", allow));
        }
    }

    /** Whether something was pulled, so that what the store binds to all requests is not in force. */
    boolean replacesStored() {
        return pull != null && pull.report().inForce();
    }

    /** What was pulled for a plugin and is in force for all requests; empty if nothing was. */
    Optional<PluginConfiguration> configuration(String plugin) {
        return pull == null ? Optional.empty() : pull.configuration(plugin);
    }

    /** Whether nothing has to be pulled before anything is served. */
    boolean inForce() {
        return pull == null || pull.report().inForce();
    }

    /** What was pulled and is in force. */
    List<PulledModule> modules() {
        return pull == null ? List.of() : pull.report().modules();
    }

    /**
     * How pulling goes: {@code Source}, {@code ClusterId}, {@code LastPoll}, {@code LastSuccess}, {@code TakenAt}, {@code FromLocalCopy}, {@code
     * Fault} and {@code FaultSince} where there is one. Empty where nothing is pulled.
     */
    Optional<JsonObjectBuilder> status() {
        if (pull == null) {
            return Optional.empty();
        }
        PullReport report = pull.report();
        JsonObjectBuilder json =
                Json.createObjectBuilder().add("Source", pull.source()).add("ClusterId", pull.clusterId());
        report.lastPoll().ifPresent(at -> json.add("LastPoll", at.toString()));
        report.lastSuccess().ifPresent(at -> json.add("LastSuccess", at.toString()));
        report.takenAt().ifPresent(at -> json.add("TakenAt", at.toString()).add("FromLocalCopy", report.fromCopy()));
        if (!report.fault().isEmpty()) {
            json.add("Fault", report.fault());
            report.faultSince().ifPresent(at -> json.add("FaultSince", at.toString()));
        }
        return Optional.of(json);
    }
}
