package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.result.UpdateResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The documents of owners, routes and entries as a view of the revisions: each is what the last revision that touched it says. Any number of
 * nodes may bring it up to date at the same time. How far each kind is is a number of its own, because gateways that know nothing of routes or
 * of entries do not move theirs.
 */
final class OwnersView {

    private static final String MARKER = "view";
    private static final String OWNERS = "revision";

    private final VersionedDocuments owners;
    private final Kind routes;
    private final Kind entries;
    private final List<Kind> others;
    private final MongoCollection<Document> marker;
    private final MongoCollection<Document> revisions;

    /**
     * Documents that not all gateways know.
     *
     * @param mark the field of the number that they have got to
     * @param changed the field of revisions that has what they changed
     * @param removed the field of revisions that has what they removed
     */
    private record Kind(VersionedDocuments documents, String mark, String changed, String removed) {

        void add(Document revision, VersionedDocuments.Batch batch) {
            long number = RevisionDocuments.number(revision);
            batch.put(RevisionDocuments.documents(revision, changed), number);
            batch.remove(RevisionDocuments.documents(revision, removed), number);
        }
    }

    /** What the documents lack of the revisions that there are. For one thread. */
    final class Lacking {

        private final VersionedDocuments.Batch ofOwners = owners.new Batch();
        private final Map<Kind, VersionedDocuments.Batch> ofOthers = new LinkedHashMap<>();
        private long last;
        private boolean any;

        private Lacking(long reached) {
            last = reached;
        }

        /** The next revision; all kinds lack what it changed. */
        private void add(Document revision) {
            last = RevisionDocuments.number(revision);
            any = true;
            List<Document> changed = RevisionDocuments.changed(revision);
            if (RevisionImport.isImport(revision)) {
                // What was taken over stays as it is; only a view that lost it gets it back.
                ofOwners.putBack(changed, last);
            } else {
                ofOwners.put(changed, last);
            }
            ofOwners.remove(RevisionDocuments.removed(revision), last);
            others.forEach(kind -> kind.add(revision, batch(kind)));
        }

        /** The number of the last revision; 0 if there is none. */
        long last() {
            return last;
        }

        /** Whether the documents lack anything. */
        boolean any() {
            return any;
        }

        VersionedDocuments.Batch owners() {
            return ofOwners;
        }

        VersionedDocuments.Batch routes() {
            return batch(routes);
        }

        VersionedDocuments.Batch entries() {
            return batch(entries);
        }

        private VersionedDocuments.Batch batch(Kind kind) {
            return ofOthers.computeIfAbsent(kind, absent -> absent.documents().new Batch());
        }

        private void write() {
            if (any) {
                ofOwners.write();
                ofOthers.values().forEach(VersionedDocuments.Batch::write);
                mark(last);
            }
        }
    }

    OwnersView(
            VersionedDocuments owners,
            VersionedDocuments routes,
            VersionedDocuments entries,
            MongoCollection<Document> marker,
            MongoCollection<Document> revisions) {
        this.owners = owners;
        this.routes = new Kind(routes, "routesrevision", "changedroutes", "removedroutes");
        this.entries = new Kind(entries, "entriesrevision", "changedentries", "removedentries");
        this.others = List.of(this.routes, this.entries);
        this.marker = marker;
        this.revisions = revisions;
    }

    /** Reads what the documents lack. */
    Lacking lacking() {
        Document mark = mark();
        long start = number(mark, OWNERS);
        Lacking lacking = new Lacking(start);
        for (Kind kind : others) {
            long from = number(mark, kind.mark());
            if (from < start) {
                lacking.any = true;
                revisions
                        .find(and(gt("_id", from), lte("_id", start), exists(kind.changed())))
                        .sort(ascending("_id"))
                        .forEach(document -> kind.add(document, lacking.batch(kind)));
            }
        }
        new RevisionTail(revisions).after(start, lacking::add);
        return lacking;
    }

    /** Applies to the view what it lacks. */
    void bringUpToDate() {
        lacking().write();
    }

    /** Applies to the view a revision that has just been made, and what else it lacks. */
    void take(Document made) {
        long number = RevisionDocuments.number(made);
        Document mark = mark();
        if (number(mark, OWNERS) == number - 1
                && others.stream().allMatch(kind -> number(mark, kind.mark()) == number - 1)) {
            Lacking lacking = new Lacking(number - 1);
            lacking.add(made);
            lacking.write();
        } else {
            bringUpToDate();
        }
    }

    /** The number of the revision that the owners' documents have got to; 0 if that is not known. */
    long reached() {
        return number(mark(), OWNERS);
    }

    private @Nullable Document mark() {
        return marker.find(eq("_id", MARKER)).first();
    }

    private void mark(long upTo) {
        Document all = new Document(OWNERS, upTo);
        others.forEach(kind -> all.append(kind.mark(), upTo));
        UpdateResult moved = marker.updateOne(eq("_id", MARKER), new Document("$max", all));
        if (moved.getMatchedCount() == 0 && !insert(marker, new Document(all).append("_id", MARKER))) {
            marker.updateOne(eq("_id", MARKER), new Document("$max", all));
        }
    }

    private static long number(@Nullable Document mark, String field) {
        return mark != null && mark.get(field) instanceof Number number ? number.longValue() : 0;
    }

    /** False if there is a document of that {@code _id}. */
    static boolean insert(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }
}
