package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The owners' documents as a view of the revisions: each is what the last revision that touched it says. Any number of nodes may
 * bring it up to date at the same time.
 */
final class OwnersView {

    private static final String MARKER = "view";
    private static final String REMOVED = "removed";

    private final MongoCollection<Document> view;
    private final MongoCollection<Document> marker;
    private final MongoCollection<Document> revisions;

    OwnersView(MongoCollection<Document> view, MongoCollection<Document> marker, MongoCollection<Document> revisions) {
        this.view = view;
        this.marker = marker;
        this.revisions = revisions;
    }

    /** Applies to the view what it lacks; returns the last revision's number. */
    long bringUpToDate() {
        Document mark = marker.find(eq("_id", MARKER)).first();
        long start = mark != null && mark.get("revision") instanceof Number number ? number.longValue() : 0;
        long reached = start;
        for (Document document : revisions.find(gt("_id", start)).sort(ascending("_id"))) {
            reached = RevisionDocuments.number(document);
            apply(document, reached);
        }
        if (reached > start) {
            long upTo = reached;
            UpdateResult moved = marker.updateOne(eq("_id", MARKER), Updates.max("revision", upTo));
            if (moved.getMatchedCount() == 0 && !insert(marker, new Document("_id", MARKER).append("revision", upTo))) {
                marker.updateOne(eq("_id", MARKER), Updates.max("revision", upTo));
            }
        }
        return reached;
    }

    private void apply(Document revision, long number) {
        boolean imported = RevisionImport.isImport(revision);
        for (Document image : RevisionDocuments.changed(revision)) {
            Object id = image.get("_id");
            Document owner = new Document(image).append("revision", number);
            if (!imported) {
                replaceOlder(owner, number);
            } else if (view.find(eq("_id", id)).first() == null) {
                // What was taken over stays as it is; only a view that lost it gets it back.
                insert(view, owner);
            }
        }
        for (Document gone : RevisionDocuments.removed(revision)) {
            replaceOlder(remains(gone, number), number);
        }
    }

    /**
     * Puts a document in the place of an older one, or where there is none. Without upserts: two of them can collide, and then
     * the answer of FerretDB is not one that the driver understands.
     */
    private void replaceOlder(Document document, long number) {
        Bson older = and(eq("_id", document.get("_id")), not(gte("revision", number)));
        if (view.replaceOne(older, document).getMatchedCount() == 0 && !insert(view, document)) {
            // What is there now is newer, or has just been put there by a node that is late.
            view.replaceOne(older, document);
        }
    }

    /** What is left of a removed owner, lest a node that is late with an older revision puts the owner back. */
    private static Document remains(Document gone, long number) {
        return new Document("_id", gone.get("_id")).append("revision", number).append(REMOVED, gone.get("ownerid"));
    }

    /** Whether a document is what is left of a removed owner. */
    static boolean isRemains(Document document) {
        return document.containsKey(REMOVED) && !document.containsKey("ownerid");
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
