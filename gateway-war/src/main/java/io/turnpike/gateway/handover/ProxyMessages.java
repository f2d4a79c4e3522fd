package io.turnpike.gateway.handover;

import io.turnpike.gateway.exchange.Response;
import io.turnpike.registry.HandOver;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.schema.ThriftSchema;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The two methods of a RegistryProxy, as the generic client takes them: what they are sent and what they answer. Immutable. */
final class ProxyMessages {

    private static final String IDL = "RegistryProxy.thrift";

    private final MethodTranscoder connect;
    private final MethodTranscoder heartbeat;
    private final JsonBuilderFactory builders = Json.createBuilderFactory(Map.of());
    private final JsonReaderFactory readers = Json.createReaderFactory(Map.of());

    ProxyMessages() {
        Map<String, MethodTranscoder> methods =
                MethodTranscoder.ofAll(schema().service(HandOver.PROXY_SERVICE).orElseThrow(), MappingOptions.DEFAULTS);
        this.connect = method(methods, "connectServer");
        this.heartbeat = method(methods, "healthCheckServer");
    }

    /**
     * What a proxy says.
     *
     * @param status field {@code Status}
     * @param message field {@code Message}
     * @param serverId field {@code ServerID}
     */
    record Said(String status, String message, String serverId) {}

    MethodTranscoder connect() {
        return connect;
    }

    MethodTranscoder heartbeat() {
        return heartbeat;
    }

    byte[] connectRequest(String token, ServiceInstance asked, HealthTimings timings) {
        return bytes(builders.createObjectBuilder()
                .add("ApiKey", token)
                .add("ServiceName", asked.serviceName())
                .add("ServerAddress", asked.address())
                .add("ServerPort", Integer.toString(asked.port()))
                .add("TTL", timings.timeToLift().toSeconds())
                .add("TTD", timings.timeToDie().toSeconds())
                .build());
    }

    byte[] heartbeatRequest(String token, ServiceInstance instance) {
        return bytes(builders.createObjectBuilder()
                .add("ApiKey", token)
                .add("ServerID", instance.serverId())
                .build());
    }

    /** What an answer says; empty if it is none of these methods'. */
    Optional<Said> read(Response answer) {
        if (answer.status() != 200) {
            return Optional.empty();
        }
        try (JsonReader reader =
                readers.createReader(new ByteArrayInputStream(answer.body(), 0, answer.bodyLength()))) {
            JsonObject said = reader.readObject();
            return Optional.of(new Said(
                    said.getString("Status", ""), said.getString("Message", ""), said.getString("ServerID", "")));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static MethodTranscoder method(Map<String, MethodTranscoder> methods, String name) {
        return Objects.requireNonNull(methods.get(name), () -> IDL + " has no method " + name);
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ThriftSchema schema() {
        try (InputStream in = ProxyMessages.class.getResourceAsStream(IDL)) {
            if (in == null) {
                throw new IllegalStateException(IDL + " is missing in this archive");
            }
            return ThriftSchema.compile(IdlSources.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IdlException e) {
            throw new IllegalStateException(IDL + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
