package io.turnpike.command;

import io.turnpike.command.GatewayAdmin.Reply;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code ./turnpike config}: the configuration of a gateway into a file, compared with a file, or from a file. Ends like {@code diff}
 * does: 0 for done, or no difference; 1 where {@code diff} finds one; 2 for trouble.
 */
public final class ConfigCommand {

    static final int DONE = 0;
    static final int DIFFERENT = 1;
    static final int FAILED = 2;

    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(15), Duration.ofMinutes(3));
    private static final long MOST_BYTES = 256L << 20;

    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    ConfigCommand(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Takes {@code (export|diff|apply) FILE --gateway URL --apikey KEY}; ends the process. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(new ConfigCommand(System.getenv(), System.in, out, err).run(List.of(args)));
    }

    int run(List<String> arguments) {
        try {
            CommandOptions options = CommandOptions.parse(arguments, environment);
            ConfigPlace file = options.file().equals(StandardStreams.SIGN)
                    ? new StandardStreams(in, out)
                    : ConfigFile.named(options.file());
            GatewayAdmin gateway = new GatewayAdmin(options.gateway(), options.key(), PATIENCE, MOST_BYTES);
            int status = switch (options.action()) {
                case EXPORT -> export(file, gateway);
                case DIFF -> diff(file, gateway);
                case APPLY -> apply(file, gateway, options.revision());
            };
            // A full disk or a closed pipe must not look like a difference that was told.
            return out.checkError() || err.checkError() ? FAILED : status;
        } catch (CommandProblem e) {
            List<String> lines = e.lines();
            err.println("turnpike: " + lines.get(0));
            lines.subList(1, lines.size()).forEach(line -> err.println("          " + line));
            return FAILED;
        }
    }

    private int export(ConfigPlace file, GatewayAdmin gateway) throws CommandProblem {
        Reply reply = gateway.get();
        if (reply.status() != 200 || !(reply.body().get("Owners") instanceof JsonArray owners)) {
            throw Refusal.of(reply);
        }
        boolean written = file.write(sorted(reply.body()));
        long services =
                owners.stream().mapToLong(owner -> services(owner).size()).sum();
        String what = count(owners.size(), "owner") + ", " + count(services, "service") + routes(reply.body())
                + others(reply.body()) + at(reply.revision());
        if (file instanceof ConfigFile) {
            out.println(file.name() + (written ? " is written: " : " is as it was: ") + what);
        } else {
            // Standard output is the configuration's.
            err.println(what);
        }
        return DONE;
    }

    private int diff(ConfigPlace file, GatewayAdmin gateway) throws CommandProblem {
        Source source = file.read();
        Reply trial = tried(file, source, gateway, OptionalLong.empty());
        List<String> changes = ChangeText.of(changes(trial));
        changes.forEach(out::println);
        warn(trial, file, source);
        out.println((changes.isEmpty() ? "There is no difference" : "apply would make this of the configuration")
                + at(trial.revision()));
        return changes.isEmpty() ? DONE : DIFFERENT;
    }

    private int apply(ConfigPlace file, GatewayAdmin gateway, OptionalLong wanted) throws CommandProblem {
        Source source = file.read();
        Reply trial = tried(file, source, gateway, wanted);
        List<String> changes = ChangeText.of(changes(trial));
        if (changes.isEmpty()) {
            warn(trial, file, source);
            out.println("Nothing had to be changed" + at(trial.revision()));
            return DONE;
        }
        Reply made = gateway.put(source.value(), wanted.isPresent() ? wanted : trial.revision());
        if (made.status() != 200) {
            throw Refusal.of(made, file.name(), Optional.of(source));
        }
        ChangeText.of(changes(made)).forEach(out::println);
        warn(made, file, source);
        out.println(file.name() + " is applied" + at(made.revision()));
        if (made.body().get("Keys") instanceof JsonArray keys && !keys.isEmpty()) {
            out.println("New API keys, which are shown this once:");
            for (JsonValue value : keys) {
                if (value instanceof JsonObject key) {
                    out.println("  " + Shown.plain(holder(key)) + ": " + Shown.plain(key.getString("API-Key", "")));
                }
            }
        }
        return DONE;
    }

    private static String holder(JsonObject key) {
        return key.containsKey("Consumer") ? "consumer " + key.getString("Consumer", "") : key.getString("OwnerId", "");
    }

    /** What the gateway has to say of keys that it ignored, with their places, and of routes that are never reached. */
    private void warn(Reply reply, ConfigPlace file, Source source) {
        if (reply.body().get("Warnings") instanceof JsonArray warnings) {
            for (JsonValue value : warnings) {
                if (value instanceof JsonObject warning) {
                    String pointer = warning.getString("Pointer", "");
                    String place = source.place(pointer)
                            .filter(found -> !pointer.isEmpty())
                            .map(found -> file.name() + ":" + found + ": " + Shown.plain(pointer) + " ")
                            .orElse("");
                    out.println("warning: " + place + Shown.plain(warning.getString("Message", "")));
                }
            }
        }
    }

    private static Reply tried(ConfigPlace file, Source source, GatewayAdmin gateway, OptionalLong revision)
            throws CommandProblem {
        Reply trial = gateway.tryOut(source.value(), revision);
        if (trial.status() != 200) {
            throw Refusal.of(trial, file.name(), Optional.of(source));
        }
        if (!trial.body().getBoolean("DryRun", false)) {
            throw new CommandProblem(
                    "the gateway does not know dryRun: it may have applied " + file.name() + " by this.");
        }
        return trial;
    }

    private static JsonArray changes(Reply reply) throws CommandProblem {
        if (reply.body().get("Changes") instanceof JsonArray changes) {
            return changes;
        }
        throw new CommandProblem("the gateway's answer does not tell the changes; is it of another version?");
    }

    /** The owners as they come, in the order of their ids, and the services of each in the order of their names. */
    private static JsonObject sorted(JsonObject configuration) {
        JsonArrayBuilder owners = Json.createArrayBuilder();
        for (JsonValue value : configuration.getJsonArray("Owners")) {
            if (!(value instanceof JsonObject owner)) {
                owners.add(value);
                continue;
            }
            JsonObjectBuilder members = Json.createObjectBuilder(owner);
            if (owner.containsKey("Services")) {
                JsonArrayBuilder services = Json.createArrayBuilder();
                services(owner).stream()
                        .sorted(Comparator.comparing(ConfigCommand::serviceName))
                        .forEach(services::add);
                members.add("Services", services);
            }
            owners.add(members);
        }
        return Json.createObjectBuilder(configuration).add("Owners", owners).build();
    }

    private static JsonArray services(JsonValue owner) {
        return owner instanceof JsonObject object && object.get("Services") instanceof JsonArray services
                ? services
                : JsonValue.EMPTY_JSON_ARRAY;
    }

    private static String serviceName(JsonValue service) {
        return service instanceof JsonObject object ? object.getString("ServiceName", "") : "";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String routes(JsonObject configuration) {
        return configuration.get("Routes") instanceof JsonArray routes && !routes.isEmpty()
                ? ", " + count(routes.size(), "route")
                : "";
    }

    /** Plugins that are bound to services and to all requests, and consumers, if there are any. */
    private static String others(JsonObject configuration) {
        long plugins = 0;
        if (configuration.get("Plugins") instanceof JsonObject bound) {
            plugins += bound.get("Global") instanceof JsonObject global ? global.size() : 0;
            if (bound.get("Services") instanceof JsonObject services) {
                plugins += services.values().stream()
                        .mapToLong(each -> each instanceof JsonObject ofService ? ofService.size() : 0)
                        .sum();
            }
        }
        long consumers = configuration.get("Consumers") instanceof JsonObject all ? all.size() : 0;
        return (plugins == 0 ? "" : ", " + count(plugins, "bound plugin"))
                + (consumers == 0 ? "" : ", " + count(consumers, "consumer"));
    }

    private static String at(OptionalLong revision) {
        return revision.isPresent() ? ", revision " + revision.getAsLong() + "." : ".";
    }
}
