package io.turnpike.examples;

import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import io.turnpike.thrift.server.MethodHandler;
import io.turnpike.thrift.server.SchemaProcessor;
import io.turnpike.thrift.server.StructView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.thrift.TProcessor;

/** The example services. The name of each constant is the service's name. */
enum Example {
    AssetManagement {
        @Override
        Map<String, MethodHandler> handlers(SharedTable table) {
            return Map.of(
                    "insertAsset",
                    arguments -> {
                        StructView asset = request(arguments);
                        return insert(
                                table, List.of(asset.text("ID"), asset.text("Name"), asset.text("Market")), "Asset");
                    },
                    "queryAsset",
                    arguments -> {
                        String id = request(arguments).text("ID");
                        Optional<List<String>> row = table.find(id);
                        return row.isEmpty()
                                ? Map.of("Exist", false, "ID", id)
                                : Map.of(
                                        "Exist",
                                        true,
                                        "ID",
                                        id,
                                        "Name",
                                        row.get().get(1),
                                        "Market",
                                        row.get().get(2));
                    });
        }
    },
    UserService {
        @Override
        Map<String, MethodHandler> handlers(SharedTable table) {
            return Map.of(
                    "insertUser",
                    arguments -> {
                        StructView user = request(arguments);
                        Object age = user.get("Age");
                        return insert(
                                table,
                                List.of(
                                        user.text("ID"),
                                        user.text("Name"),
                                        user.text("Email"),
                                        age == null ? "0" : age.toString()),
                                "User");
                    },
                    "queryUser",
                    arguments -> {
                        String id = request(arguments).text("ID");
                        Optional<List<String>> row = table.find(id);
                        return row.isEmpty()
                                ? Map.of("Exist", false, "ID", id)
                                : Map.of(
                                        "Exist", true,
                                        "ID", id,
                                        "Name", row.get().get(1),
                                        "Email", row.get().get(2),
                                        "Age", Integer.valueOf(row.get().get(3)));
                    });
        }
    };

    abstract Map<String, MethodHandler> handlers(SharedTable table);

    /** Serves this example's methods from a table. */
    TProcessor processor(SharedTable table) throws IOException {
        try {
            ServiceSchema schema = ThriftSchema.compile(IdlSources.of(resource(name() + ".thrift")))
                    .service(name())
                    .orElseThrow();
            return new SchemaProcessor(schema, handlers(table));
        } catch (IdlException e) {
            throw new IOException(name() + ".thrift: " + e.getMessage(), e);
        }
    }

    /** The body of {@code POST /register}. */
    String registration() throws IOException {
        return resource(name() + ".json");
    }

    private static StructView request(StructView arguments) {
        if (arguments.get("req") instanceof StructView request) {
            return request;
        }
        throw new IllegalArgumentException("argument req: missing");
    }

    private static Map<String, ?> insert(SharedTable table, List<String> row, String what) throws IOException {
        if (row.get(0).isBlank()) {
            return Map.of("Ok", false, "Msg", "ID: blank (expected: any other text)");
        }
        return table.insert(row)
                ? Map.of("Ok", true, "Msg", what + " " + row.get(0) + " inserted")
                : Map.of("Ok", false, "Msg", what + " " + row.get(0) + " exists already");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Example.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("resource " + name + " is missing in this jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
