package io.turnpike.gateway.persistence;

import com.mongodb.client.MongoCollection;
import io.turnpike.gateway.admin.model.Owner;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.bson.Document;

/**
 * Reads the revisions of one owner, newest first. Asks for a window of numbers at a time, by their list: every database finds those
 * by its index of {@code _id}, the embedded one too, which has no index for a range and sorts in memory.
 */
final class OwnerHistory {

    /** How many numbers are asked for at once; most of them are other owners' as a rule. */
    private static final int WINDOW = 64;

    private static final Document NEWEST_FIRST = new Document("_id", -1);

    private final MongoCollection<Document> revisions;
    private final Function<Document, Revision> reader;

    /** @param reader fails with {@link UnreadableRevisionException} */
    OwnerHistory(MongoCollection<Document> revisions, Function<Document, Revision> reader) {
        this.revisions = revisions;
        this.reader = reader;
    }

    /**
     * Tells of each revision that touched an owner, down to the one that registered it.
     *
     * @return whether the visitor has seen them all
     */
    boolean visit(String ownerId, long last, Predicate<OwnerRevision> visitor) {
        for (long newest = last; newest > 0; newest -= WINDOW) {
            for (Document document : window(ownerId, newest)) {
                Revision revision = reader.apply(document);
                if (revision.removed().contains(ownerId)) {
                    return true;
                }
                Optional<Owner> owner = revision.changed().stream()
                        .filter(changed -> changed.ownerId().equals(ownerId))
                        .findFirst();
                if (owner.isPresent() && !visitor.test(of(revision, owner.get()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static OwnerRevision of(Revision revision, Owner owner) {
        return new OwnerRevision(revision.number(), revision.author(), revision.time(), revision.action(), owner);
    }

    private Iterable<Document> window(String ownerId, long newest) {
        List<Long> numbers = LongStream.rangeClosed(Math.max(1, newest - WINDOW + 1), newest)
                .boxed()
                .toList();
        return revisions
                .find(new Document("_id", new Document("$in", numbers))
                        .append(
                                "$or",
                                List.of(
                                        new Document("changed.ownerid", ownerId),
                                        new Document("removed.ownerid", ownerId))))
                .sort(NEWEST_FIRST);
    }
}
