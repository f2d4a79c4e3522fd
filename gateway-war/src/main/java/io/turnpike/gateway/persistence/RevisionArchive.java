package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.bson.Document;

/**
 * Looks back: outlines of revisions, and what was registered at one of them. Asks for windows of numbers by their list, as {@link
 * OwnerHistory} does and for the same reason.
 */
final class RevisionArchive {

    private static final int WINDOW = 64;
    private static final Document NEWEST_FIRST = new Document("_id", -1);
    private static final Document OUTLINE = new Document("author", 1)
            .append("time", 1)
            .append("action", 1)
            .append("summary", 1)
            .append("changed.ownerid", 1)
            .append("removed.ownerid", 1)
            .append("changedroutes.routeid", 1)
            .append("removedroutes.routeid", 1)
            .append("changedentries.entryid", 1)
            .append("removedentries.entryid", 1);

    private final MongoCollection<Document> revisions;
    private final Function<Document, Revision> ownersReader;
    private final Function<Document, Revision> routesReader;
    private final Function<Document, Revision> entriesReader;

    /**
     * The readers fail with {@link UnreadableRevisionException}.
     *
     * @param ownersReader reads the owners of a revision
     * @param routesReader reads its routes
     * @param entriesReader reads its entries
     */
    RevisionArchive(
            MongoCollection<Document> revisions,
            Function<Document, Revision> ownersReader,
            Function<Document, Revision> routesReader,
            Function<Document, Revision> entriesReader) {
        this.revisions = revisions;
        this.ownersReader = ownersReader;
        this.routesReader = routesReader;
        this.entriesReader = entriesReader;
    }

    /** At most so many outlines, newest first, from a number on downwards. */
    List<RevisionOutline> outlines(long newest, int most) {
        List<RevisionOutline> found = new ArrayList<>();
        long first;
        for (long last = newest; last > 0 && found.size() < most; last = first - 1) {
            first = Math.max(1, last - Math.min(WINDOW, most - found.size()) + 1);
            revisions
                    .find(new Document("_id", numbers(first, last)))
                    .projection(OUTLINE)
                    .sort(NEWEST_FIRST)
                    .map(RevisionDocuments::outline)
                    .into(found);
        }
        return found;
    }

    /**
     * What was registered at a revision: what is registered now, but each owner, route and entry that was touched since as the last
     * revision before that left it.
     *
     * @return empty if there is no such revision
     */
    Optional<FormerConfiguration> at(long number, StoredConfiguration now) {
        List<RevisionOutline> outline = number > now.revision() ? List.of() : outlines(number, 1);
        if (outline.isEmpty()) {
            return Optional.empty();
        }
        Set<String> touched = new HashSet<>();
        Set<String> removed = new HashSet<>();
        Set<String> touchedRoutes = new HashSet<>();
        Set<String> touchedEntries = new HashSet<>();
        for (long last = now.revision(); last > number; last -= WINDOW) {
            for (RevisionOutline later : outlines(last, (int) Math.min(WINDOW, last - number))) {
                touched.addAll(later.changed());
                touched.addAll(later.removed());
                removed.addAll(later.removed());
                touchedRoutes.addAll(later.routes());
                touchedEntries.addAll(later.entries());
            }
        }
        List<Owner> owners = new ArrayList<>();
        now.owners().stream()
                .filter(owner -> !touched.contains(owner.ownerId()))
                .forEach(owners::add);
        goBack(number, touched, "changed.ownerid", "removed.ownerid", ownersReader, (revision, left) -> {
            revision.changed().stream()
                    .filter(owner -> left.remove(owner.ownerId()))
                    .forEach(owners::add);
            revision.removed().forEach(left::remove);
        });
        List<RouteDefinition> routes = new ArrayList<>();
        now.routes().stream()
                .map(CheckedRoute::definition)
                .filter(route -> !touchedRoutes.contains(route.id()))
                .forEach(routes::add);
        goBack(
                number,
                touchedRoutes,
                "changedroutes.routeid",
                "removedroutes.routeid",
                routesReader,
                (revision, left) -> {
                    revision.routes().changed().stream()
                            .filter(route -> left.remove(route.id()))
                            .forEach(routes::add);
                    revision.routes().removed().forEach(left::remove);
                });
        List<Entry> entries = new ArrayList<>();
        now.entries().stream()
                .map(StoredEntry::entry)
                .filter(entry -> !touchedEntries.contains(entry.id()))
                .forEach(entries::add);
        goBack(
                number,
                touchedEntries,
                "changedentries.entryid",
                "removedentries.entryid",
                entriesReader,
                (revision, left) -> {
                    revision.entries().changed().stream()
                            .filter(entry -> left.remove(entry.id()))
                            .forEach(entries::add);
                    revision.entries().removed().forEach(left::remove);
                });
        return Optional.of(new FormerConfiguration(outline.get(0), owners, routes, entries, reassigned(removed, now)));
    }

    /**
     * Those of some owners that are there and have been registered again after they had been there before. One that was registered once
     * only is always the same one, whether it came back by a rollback or by a configuration that was applied.
     */
    private Set<String> reassigned(Set<String> removed, StoredConfiguration now) {
        Set<String> reassigned = new HashSet<>();
        now.owners().stream()
                .map(Owner::ownerId)
                .filter(removed::contains)
                .filter(this::isRegisteredAnew)
                .forEach(reassigned::add);
        return reassigned;
    }

    private boolean isRegisteredAnew(String ownerId) {
        boolean first = true;
        for (Document revision : revisions
                .find(eq("changed.ownerid", ownerId))
                .projection(new Document("action", 1))
                .sort(ascending("_id"))) {
            if (!first && Revision.REGISTER.equals(revision.get("action"))) {
                return true;
            }
            first = false;
        }
        return false;
    }

    /**
     * Goes back until each of some ids has been met once, or there is nothing left.
     *
     * @param taker is told of each revision that touched one of them, newest first, and takes what it has met out of the set
     */
    private void goBack(
            long number,
            Set<String> sought,
            String changedField,
            String removedField,
            Function<Document, Revision> reader,
            BiConsumer<Revision, Set<String>> taker) {
        Set<String> left = new HashSet<>(sought);
        for (long last = number; last > 0 && !left.isEmpty(); last -= WINDOW) {
            Document any = new Document("$in", List.copyOf(left));
            Document filter = new Document("_id", numbers(Math.max(1, last - WINDOW + 1), last))
                    .append("$or", List.of(new Document(changedField, any), new Document(removedField, any)));
            for (Document document : revisions.find(filter).sort(NEWEST_FIRST)) {
                taker.accept(reader.apply(document), left);
            }
        }
    }

    private static Document numbers(long first, long last) {
        return new Document("$in", LongStream.rangeClosed(first, last).boxed().toList());
    }
}
