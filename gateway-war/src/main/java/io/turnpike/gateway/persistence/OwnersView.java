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
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The owners' and the routes' documents as a view of the revisions: each is what the last revision that touched it says. Any number of
 * nodes may bring it up to date at the same time. How far the owners' are is one number and how far the routes' are another, because gateways that know
 * nothing of routes move the first one only.
 */
final class OwnersView {

    private static final String MARKER = "view";
    private static final String OWNERS = "revision";
    private static final String ROUTES = "routesrevision";

    private final VersionedDocuments owners;
    private final VersionedDocuments routes;
    private final MongoCollection<Document> marker;
    private final MongoCollection<Document> revisions;

    OwnersView(
            VersionedDocuments owners,
            VersionedDocuments routes,
            MongoCollection<Document> marker,
            MongoCollection<Document> revisions) {
        this.owners = owners;
        this.routes = routes;
        this.marker = marker;
        this.revisions = revisions;
    }

    /** Applies to the view what it lacks; returns the last revision's number. */
    long bringUpToDate() {
        Document mark = mark();
        long start = number(mark, OWNERS);
        long routesStart = number(mark, ROUTES);
        if (routesStart < start) {
            revisions
                    .find(and(gt("_id", routesStart), lte("_id", start), exists("changedroutes")))
                    .sort(ascending("_id"))
                    .forEach(document -> applyRoutes(document, RevisionDocuments.number(document)));
        }
        AtomicLong reached = new AtomicLong(start);
        new RevisionTail(revisions).after(start, document -> {
            reached.set(RevisionDocuments.number(document));
            applyOwners(document, reached.get());
            applyRoutes(document, reached.get());
        });
        if (reached.get() > start || routesStart < start) {
            mark(reached.get());
        }
        return reached.get();
    }

    /** Applies to the view a revision that has just been made, and what else it lacks. */
    void take(Document made) {
        long number = RevisionDocuments.number(made);
        Document mark = mark();
        if (number(mark, OWNERS) == number - 1 && number(mark, ROUTES) == number - 1) {
            applyOwners(made, number);
            applyRoutes(made, number);
            mark(number);
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
        Document both = new Document(OWNERS, upTo).append(ROUTES, upTo);
        UpdateResult moved = marker.updateOne(eq("_id", MARKER), new Document("$max", both));
        if (moved.getMatchedCount() == 0 && !insert(marker, new Document(both).append("_id", MARKER))) {
            marker.updateOne(eq("_id", MARKER), new Document("$max", both));
        }
    }

    private static long number(@Nullable Document mark, String field) {
        return mark != null && mark.get(field) instanceof Number number ? number.longValue() : 0;
    }

    private void applyOwners(Document revision, long number) {
        boolean imported = RevisionImport.isImport(revision);
        for (Document image : RevisionDocuments.changed(revision)) {
            if (imported) {
                // What was taken over stays as it is; only a view that lost it gets it back.
                owners.putBack(image, number);
            } else {
                owners.put(image, number);
            }
        }
        RevisionDocuments.removed(revision).forEach(gone -> owners.remove(gone, number));
    }

    private void applyRoutes(Document revision, long number) {
        RevisionDocuments.changedRoutes(revision).forEach(image -> routes.put(image, number));
        RevisionDocuments.removedRoutes(revision).forEach(gone -> routes.remove(gone, number));
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
