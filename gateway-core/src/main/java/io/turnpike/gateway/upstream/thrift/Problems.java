package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.thrift.json.JsonMappingException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Every error that a Thrift upstream answers with, and what each one says. */
final class Problems {

    private static final Map<String, String> RETRY_SOON = Map.of("Retry-After", "1");
    private static final int ADDRESSES_SHOWN = 5;

    private Problems() {}

    static GatewayException closed(String service) {
        return retryLater(GatewayError.NO_LIVE_INSTANCE, "The client of " + service + " is being closed");
    }

    static GatewayException stopped(String service) {
        return new GatewayException(
                GatewayError.CONNECTION_LOST, "The gateway was stopped before " + service + " answered");
    }

    /**
     * @param unreachable the instances that heartbeat but cannot be reached
     * @param silent the instances whose heartbeats have stopped
     */
    static GatewayException noLiveInstance(
            String service, List<ServiceInstance> unreachable, List<ServiceInstance> silent) {
        if (!unreachable.isEmpty()) {
            return noLiveInstance(
                    Counted.of(unreachable.size(), "server") + " of " + service + " cannot be reached", unreachable);
        }
        if (!silent.isEmpty()) {
            return noLiveInstance(
                    Counted.of(silent.size(), "server") + " of " + service + (silent.size() == 1 ? " has" : " have")
                            + " stopped sending heartbeats",
                    silent);
        }
        return retryLater(GatewayError.NO_LIVE_INSTANCE, "No server of " + service + " is connected");
    }

    private static GatewayException noLiveInstance(String detail, List<ServiceInstance> concerned) {
        return retryLater(GatewayError.NO_LIVE_INSTANCE, detail).withLogNote(addresses(concerned));
    }

    static GatewayException overloaded(String service, int waiting) {
        return retryLater(
                GatewayError.OVERLOADED,
                Counted.of(waiting, "call") + (waiting == 1 ? " already waits" : " already wait")
                        + " for a connection to a server of " + service);
    }

    static GatewayException noResources(String service, String reason) {
        return retryLater(
                GatewayError.OVERLOADED,
                "The gateway cannot open a connection to a server of " + service + ": " + reason);
    }

    static GatewayException waitedTooLong(String service, Duration timeout) {
        return new GatewayException(
                GatewayError.UPSTREAM_TIMEOUT,
                "No connection to a server of " + service + " became free within " + timeout.toMillis() + " ms");
    }

    static GatewayException timeout(String service, Duration timeout) {
        return new GatewayException(
                GatewayError.UPSTREAM_TIMEOUT,
                "The server of " + service + " did not answer within " + timeout.toMillis() + " ms");
    }

    static GatewayException connectionLost(String service, String reason) {
        return new GatewayException(GatewayError.CONNECTION_LOST, "The server of " + service + ' ' + reason);
    }

    /** What to look at where a server closes connections on which it has never answered; the words are those of a registration. */
    static String isItsDialect(Framing framing, ThriftClientOptions options) {
        return "; it is called with Transport " + framing.name().toLowerCase(Locale.ROOT) + " and Protocol "
                + options.dialect().protocol().name().toLowerCase(Locale.ROOT) + ", does it speak these?";
    }

    /** A reply that a Kitex server marks as an error of the service's own kind. */
    static GatewayException businessError(String service, String status, String message) {
        return new GatewayException(
                GatewayError.APPLICATION_ERROR,
                "The server of " + service + " answered with business status " + LogText.oneLine(status)
                        + (message.isEmpty() ? "" : ": " + LogText.oneLine(message)));
    }

    static GatewayException badReply(String service, String reason) {
        return new GatewayException(
                GatewayError.BAD_REPLY, "The server of " + service + " sent what is no answer to the call: " + reason);
    }

    static GatewayException invalidArguments(JsonMappingException mapping) {
        GatewayError error = mapping.malformed() ? GatewayError.MALFORMED_REQUEST : GatewayError.INVALID_ARGUMENTS;
        List<Fault> faults = mapping.faults().stream()
                .map(fault -> new Fault(fault.pointer(), fault.message(), fault.expected(), 0, 0))
                .toList();
        String detail = faults.stream()
                .map(fault -> fault.pointer().isEmpty() ? fault.detail() : fault.pointer() + ": " + fault.detail())
                .collect(Collectors.joining("; "));
        return new GatewayException(error, detail, faults, Map.of());
    }

    private static GatewayException retryLater(GatewayError error, String detail) {
        return new GatewayException(error, detail, List.of(), RETRY_SOON);
    }

    private static String addresses(List<ServiceInstance> instances) {
        String shown =
                instances.stream().limit(ADDRESSES_SHOWN).map(Problems::address).collect(Collectors.joining(", "));
        return instances.size() > ADDRESSES_SHOWN ? shown + ", …" : shown;
    }

    /** {@code address:port}, an IPv6 address in brackets. */
    static String address(ServiceInstance instance) {
        String host = instance.address();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + instance.port();
    }
}
