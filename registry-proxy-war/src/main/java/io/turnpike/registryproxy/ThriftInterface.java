package io.turnpike.registryproxy;

import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import io.turnpike.thrift.server.SchemaProcessor;
import io.turnpike.thrift.server.StructView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The RegistryProxy's methods as its IDL has them. */
final class ThriftInterface {

    private static final System.Logger LOG = System.getLogger(ThriftInterface.class.getName());
    private static final String IDL = "RegistryProxy.thrift";
    private static final int MOST_LOGGED = 300;

    private ThriftInterface() {}

    /** Serves {@code connectServer} and {@code healthCheckServer}. */
    static SchemaProcessor processor(RegistryProxy proxy) {
        return new SchemaProcessor(
                schema(),
                Map.of(
                        "connectServer", arguments -> connect(proxy, request(arguments)),
                        "healthCheckServer", arguments -> heartbeat(proxy, request(arguments))));
    }

    static ServiceSchema schema() {
        try (InputStream in = ThriftInterface.class.getResourceAsStream(IDL)) {
            if (in == null) {
                throw new IllegalStateException(IDL + " is missing in this archive");
            }
            return ThriftSchema.compile(IdlSources.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
                    .service("RegistryProxy")
                    .orElseThrow();
        } catch (IdlException e) {
            throw new IllegalStateException(IDL + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, ?> connect(RegistryProxy proxy, StructView request) {
        try {
            String serverId = proxy.connect(new ConnectRequest(
                    request.text("ApiKey"),
                    request.text("ServiceName"),
                    request.text("ServerAddress"),
                    request.text("ServerPort"),
                    number(request, "TTL"),
                    number(request, "TTD")));
            return Map.of("Status", "ok", "Message", "Connected", "ServerID", serverId);
        } catch (Refusal e) {
            return failed(proxy, "connectServer", e);
        }
    }

    private static Map<String, ?> heartbeat(RegistryProxy proxy, StructView request) {
        try {
            proxy.heartbeat(request.text("ApiKey"), request.text("ServerID"));
            return Map.of("Status", "ok", "Message", "Heard");
        } catch (Refusal e) {
            return failed(proxy, "healthCheckServer", e);
        }
    }

    private static Map<String, ?> failed(RegistryProxy proxy, String method, Refusal refusal) {
        proxy.refused();
        String why = String.valueOf(refusal.getMessage());
        String line = method + ": refused: " + why.substring(0, Math.min(why.length(), MOST_LOGGED));
        LOG.log(Level.WARNING, line.replaceAll("\\p{Cntrl}", " "));
        return Map.of("Status", "failed", "Message", why);
    }

    private static StructView request(StructView arguments) {
        if (arguments.get("req") instanceof StructView request) {
            return request;
        }
        throw new IllegalArgumentException("argument req: missing");
    }

    private static long number(StructView request, String field) {
        return request.get(field) instanceof Long number ? number : 0;
    }
}
