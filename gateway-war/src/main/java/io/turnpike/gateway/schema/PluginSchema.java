package io.turnpike.gateway.schema;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import io.turnpike.gateway.exchange.Fault;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;

/** A JSON Schema (draft 2020-12), parsed. It fetches nothing. Safe for use by several threads at once. */
final class PluginSchema {

    private static final URI NAME = URI.create("urn:turnpike:schema");

    private final JsonValue schema;
    private final Validator validator;

    private PluginSchema(JsonValue schema, Validator validator) {
        this.schema = schema;
        this.validator = validator;
    }

    /**
     * Parses a schema.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static PluginSchema of(String text) {
        JsonValue schema = PluginJson.value(text);
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new JakartaJsonNode.Factory())
                .withDialect(new Dialects.Draft2020Dialect())
                .withSchemaResolver(uri -> SchemaResolver.Result.empty())
                .createValidator();
        try {
            validator.registerSchema(NAME, schema);
        } catch (JsonSchemaException | IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no JSON Schema of draft 2020-12: " + e.getMessage(), e);
        }
        return new PluginSchema(schema, validator);
    }

    /** What is wrong with a value, each fault with its pointer into the value; none if it fits. */
    List<Fault> faults(JsonValue value) {
        Validator.Result result;
        // The library does not say that it may be asked by several threads at once.
        synchronized (validator) {
            result = validator.validate(NAME, value);
        }
        return result.isValid() ? List.of() : new SchemaFaults(schema, value).of(result.getErrors());
    }
}
