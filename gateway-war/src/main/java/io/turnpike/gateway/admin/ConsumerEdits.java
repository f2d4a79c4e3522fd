package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.routing.NearestName;
import jakarta.json.JsonValue;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes of one consumer, each as one revision. Safe for use by several threads at once. */
final class ConsumerEdits {

    /** Beside the keys that it has, and not in their place. */
    static final String KEEP_KEYS = "KeepKeys";

    private static final List<String> MEMBERS = List.of(ConsumerReader.KEYS, KEEP_KEYS);

    private final Registrations registrations;
    private final SecureRandom random;

    ConsumerEdits(Registrations registrations, SecureRandom random) {
        this.registrations = registrations;
        this.random = random;
    }

    /**
     * What came of it.
     *
     * @param key the key that was made, which is nowhere else; empty if keys were given, or it was only tried
     */
    record Put(Outcome outcome, Optional<String> key) {}

    /**
     * Makes a consumer, or gives one other keys: those of the body, or a new one if it has none.
     *
     * @param body {@code {"Keys": [...], "KeepKeys": true}}; both may be left out. With {@code KeepKeys} the keys from before stay good
     * @throws GatewayException {@code INVALID_REQUEST}, {@code INVALID_REGISTRATION} or {@code CONFLICT} with every fault; {@code
     *     PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}, {@code PAYLOAD_TOO_LARGE}
     */
    Put put(String name, JsonValue body, Terms terms) throws GatewayException {
        FaultList read = new FaultList();
        ConsumerReader reader = new ConsumerReader(read);
        reader.requireName(name, "");
        Optional<JsonFields> fields = JsonFields.only(body, "", MEMBERS, read);
        Optional<Set<String>> given = fields.flatMap(reader::keyHashes);
        boolean keep = fields.isPresent() && fields.get().flag(KEEP_KEYS);
        read.throwIfAny();
        String key = given.isPresent() ? "" : ApiKeys.generate(random);
        Set<String> hashes = given.orElseGet(() -> Set.of(ApiKeys.hash(key)));
        Outcome outcome = registrations.change(terms, "put-consumer", now -> {
            Set<String> all = new LinkedHashSet<>(hashes);
            if (keep) {
                now.entries().consumer(name).ifPresent(former -> all.addAll(former.keyHashes()));
            }
            Change change =
                    Change.ofEntries(new EntryChanges(List.of(new Consumer(name, List.copyOf(all))), List.of()));
            FaultList faults = new FaultList();
            new ConsumerReader(faults)
                    .requireOwnKeys(now.contentsAfter(change).entries(), consumer -> "/" + ConsumerReader.KEYS);
            faults.throwIfAny();
            return change;
        });
        log("PUT", name, terms, outcome);
        return new Put(outcome, key.isEmpty() || terms.dryRun() ? Optional.empty() : Optional.of(key));
    }

    /**
     * Deletes a consumer with its keys.
     *
     * @throws GatewayException {@code CONSUMER_NOT_FOUND}, {@code PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    Outcome delete(String name, Terms terms) throws GatewayException {
        Outcome outcome = registrations.change(terms, "delete-consumer", now -> {
            require(now, name);
            return Change.ofEntries(new EntryChanges(List.of(), List.of(Consumer.id(name))));
        });
        log("DELETE", name, terms, outcome);
        return outcome;
    }

    private static void log(String verb, String name, Terms terms, Outcome outcome) {
        AdminLog.changed(verb + " /admin/consumers/" + name, terms, outcome);
    }

    /**
     * The consumer of a name.
     *
     * @throws GatewayException {@code CONSUMER_NOT_FOUND}
     */
    static Consumer require(RegistrationState now, String name) throws GatewayException {
        return now.entries()
                .consumer(name)
                .orElseThrow(() -> new GatewayException(
                        GatewayError.CONSUMER_NOT_FOUND,
                        "There is no consumer " + JsonFields.shortened(name)
                                + NearestName.question(
                                        name,
                                        now.entries().consumers().stream()
                                                .map(Consumer::name)
                                                .toList())));
    }
}
