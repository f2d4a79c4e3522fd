package io.turnpike.gateway.persistence;

import com.mongodb.client.MongoCollection;
import io.turnpike.gateway.admin.model.Owner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            .append("removed.ownerid", 1);

    private final MongoCollection<Document> revisions;
    private final Function<Document, Revision> reader;

    /** @param reader fails with {@link UnreadableRevisionException} */
    RevisionArchive(MongoCollection<Document> revisions, Function<Document, Revision> reader) {
        this.revisions = revisions;
        this.reader = reader;
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
     * What was registered at a revision: what is registered now, but each owner that was touched since as the last revision before
     * that left it.
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
        for (long last = now.revision(); last > number; last -= WINDOW) {
            for (RevisionOutline later : outlines(last, (int) Math.min(WINDOW, last - number))) {
                touched.addAll(later.changed());
                removed.addAll(later.removed());
            }
        }
        touched.addAll(removed);
        List<Owner> owners = new ArrayList<>();
        now.owners().stream()
                .filter(owner -> !touched.contains(owner.ownerId()))
                .forEach(owners::add);
        addAsOf(number, touched, owners);
        return Optional.of(new FormerConfiguration(outline.get(0), owners, removed));
    }

    /** Goes back until it has met each of some owners once, or there is nothing left. */
    private void addAsOf(long number, Set<String> sought, List<Owner> owners) {
        Set<String> left = new HashSet<>(sought);
        for (long last = number; last > 0 && !left.isEmpty(); last -= WINDOW) {
            Document any = new Document("$in", List.copyOf(left));
            Document filter = new Document("_id", numbers(Math.max(1, last - WINDOW + 1), last))
                    .append("$or", List.of(new Document("changed.ownerid", any), new Document("removed.ownerid", any)));
            for (Document document : revisions.find(filter).sort(NEWEST_FIRST)) {
                Revision revision = reader.apply(document);
                revision.changed().stream()
                        .filter(owner -> left.remove(owner.ownerId()))
                        .forEach(owners::add);
                revision.removed().forEach(left::remove);
            }
        }
    }

    private static Document numbers(long first, long last) {
        return new Document("$in", LongStream.rangeClosed(first, last).boxed().toList());
    }
}
