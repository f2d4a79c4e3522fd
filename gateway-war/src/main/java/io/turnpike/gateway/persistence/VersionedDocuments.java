package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.not;

import com.mongodb.client.MongoCollection;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Documents of one kind, each as the last revision that touched it says; of one that was removed, {@code revision} and {@code removed} (its
 * name) are left, lest a node that is late with an older revision puts it back. Any number of nodes may bring them up to date at the same
 * time.
 *
 * @param documents where they are
 * @param name the field that names one of them to people
 */
record VersionedDocuments(MongoCollection<Document> documents, String name) {

    private static final String REVISION = "revision";
    private static final String REMOVED = "removed";

    /** Puts a document, with its {@code _id}, as a revision has it. */
    void put(Document image, long revision) {
        replaceOlder(new Document(image).append(REVISION, revision), revision);
    }

    /** Puts a document only if there is none of its {@code _id}. */
    void putBack(Document image, long revision) {
        if (documents.find(eq("_id", image.get("_id"))).first() == null) {
            OwnersView.insert(documents, new Document(image).append(REVISION, revision));
        }
    }

    /** Removes a document, of which {@code _id} and name are given. */
    void remove(Document gone, long revision) {
        replaceOlder(
                new Document("_id", gone.get("_id")).append(REVISION, revision).append(REMOVED, gone.get(name)),
                revision);
    }

    /** Whether a document is what is left of a removed one. */
    boolean isRemains(Document document) {
        return document.containsKey(REMOVED) && !document.containsKey(name);
    }

    /**
     * Puts a document in the place of an older one, or where there is none. Without upserts: two of them can collide, and then
     * the answer of FerretDB is not one that the driver understands.
     */
    private void replaceOlder(Document document, long number) {
        Bson older = and(eq("_id", document.get("_id")), not(gte(REVISION, number)));
        if (documents.replaceOne(older, document).getMatchedCount() == 0 && !OwnersView.insert(documents, document)) {
            // What is there now is newer, or has just been put there by a node that is late.
            documents.replaceOne(older, document);
        }
    }
}
