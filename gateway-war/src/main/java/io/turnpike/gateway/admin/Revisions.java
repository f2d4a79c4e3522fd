package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.FormerConfiguration;
import io.turnpike.gateway.persistence.RevisionOutline;
import io.turnpike.gateway.persistence.StoredConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the history: which revisions there are, and what was registered at one of them. Safe for use by several threads at once. */
final class Revisions {

    private final Registrations registrations;

    Revisions(Registrations registrations) {
        this.registrations = registrations;
    }

    /**
     * Some revisions, newest first.
     *
     * @param current the revision in force
     * @param nextBefore what to ask for to get those before them; empty if there are none
     */
    record Page(long current, List<RevisionOutline> revisions, OptionalLong nextBefore) {}

    /**
     * Lists revisions.
     *
     * @param before only those with smaller numbers
     * @param limit at most so many
     * @throws GatewayException {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    Page list(long before, int limit) throws GatewayException {
        return registrations.ask((store, now) -> {
            List<RevisionOutline> found = store.outlines(Math.min(before - 1, now.revision()), limit);
            long last = found.isEmpty() ? 1 : found.get(found.size() - 1).number();
            return new Page(now.revision(), found, last > 1 ? OptionalLong.of(last) : OptionalLong.empty());
        });
    }

    /**
     * What was registered at a revision.
     *
     * @throws GatewayException {@code REVISION_NOT_FOUND}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    FormerConfiguration at(long number) throws GatewayException {
        return at(number, 1);
    }

    /** @param least the least number that may be asked for, to be told where there is no such revision */
    private FormerConfiguration at(long number, long least) throws GatewayException {
        Optional<FormerConfiguration> found = registrations.ask((store, now) -> store.at(
                number,
                new StoredConfiguration(
                        now.revision(),
                        List.copyOf(now.owners()),
                        now.routes().inOrder(),
                        List.copyOf(now.entries().stored()))));
        if (found.isPresent()) {
            return found.get();
        }
        long last = registrations.revision();
        throw new GatewayException(
                GatewayError.REVISION_NOT_FOUND,
                "There is no revision " + number
                        + (last == 0
                                ? ": nothing has been registered yet"
                                : " (expected: " + least + " to " + last + ")"));
    }

    /**
     * What is different at one revision from another; 0 is the empty beginning.
     *
     * @throws GatewayException as {@link #at}
     */
    List<Difference> between(long from, long to) throws GatewayException {
        return ConfigurationDiff.between(contents(from), contents(to));
    }

    private Contents contents(long number) throws GatewayException {
        return number == 0 ? Contents.NONE : Contents.of(at(number, 0));
    }
}
