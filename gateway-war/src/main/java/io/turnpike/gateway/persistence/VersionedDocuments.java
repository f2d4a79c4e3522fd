package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** From so many on they are written together: one by one each is two commands. */
    private static final int FEW = 4;

    /** So many are looked for, and put where there is none, together. */
    private static final int AT_ONCE = 1000;

    /** So many are put in the place of others together. FerretDB looks at all documents for each of them, and is to answer in time. */
    private static final int REPLACED_AT_ONCE = 100;

    /** Puts documents, each with its {@code _id}, as a revision has them. */
    void put(List<Document> images, long revision) {
        replaceOlder(
                images.stream()
                        .map(image -> new Document(image).append(REVISION, revision))
                        .toList(),
                revision);
    }

    /** Puts a document only if there is none of its {@code _id}. */
    void putBack(Document image, long revision) {
        if (documents.find(eq("_id", image.get("_id"))).first() == null) {
            OwnersView.insert(documents, new Document(image).append(REVISION, revision));
        }
    }

    /** Removes documents, of which {@code _id} and name are given. */
    void remove(List<Document> gone, long revision) {
        replaceOlder(
                gone.stream()
                        .map(each -> new Document("_id", each.get("_id"))
                                .append(REVISION, revision)
                                .append(REMOVED, each.get(name)))
                        .toList(),
                revision);
    }

    /** Whether a document is what is left of a removed one. */
    boolean isRemains(Document document) {
        return document.containsKey(REMOVED) && !document.containsKey(name);
    }

    private void replaceOlder(List<Document> images, long number) {
        for (int i = 0; i < images.size(); i += AT_ONCE) {
            List<Document> some = images.subList(i, Math.min(images.size(), i + AT_ONCE));
            if (some.size() < FEW) {
                some.forEach(image -> replaceOlder(image, number));
            } else {
                replaceMany(some, number);
            }
        }
    }

    /** As one after the other, and in three commands: what there is, what is new, what takes the place of another. */
    private void replaceMany(List<Document> images, long number) {
        Map<Object, Document> there = new HashMap<>();
        documents
                .find(in("_id", images.stream().map(image -> image.get("_id")).toList()))
                .projection(include(REVISION))
                .forEach(document -> there.put(document.get("_id"), document));
        List<Document> missing = new ArrayList<>();
        List<ReplaceOneModel<Document>> replacements = new ArrayList<>();
        for (Document image : images) {
            Document before = there.get(image.get("_id"));
            if (before == null) {
                missing.add(image);
            } else if (!(before.get(REVISION) instanceof Number known) || known.longValue() < number) {
                replacements.add(new ReplaceOneModel<>(older(image, number), image));
            }
        }
        if (!missing.isEmpty() && !insert(missing)) {
            missing.forEach(image -> replaceOlder(image, number));
        }
        for (int i = 0; i < replacements.size(); i += REPLACED_AT_ONCE) {
            documents.bulkWrite(
                    replacements.subList(i, Math.min(replacements.size(), i + REPLACED_AT_ONCE)),
                    new BulkWriteOptions().ordered(false));
        }
    }

    /** False if a node that is late has put one of them there meanwhile; the others may be there or not. */
    private boolean insert(List<Document> missing) {
        try {
            documents.insertMany(missing, new InsertManyOptions().ordered(false));
            return true;
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().isEmpty()
                    || e.getWriteErrors().stream()
                            .anyMatch(error -> error.getCategory() != ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Puts a document in the place of an older one, or where there is none. Without upserts: two of them can collide, and then
     * the answer of FerretDB is not one that the driver understands.
     */
    private void replaceOlder(Document document, long number) {
        Bson older = older(document, number);
        if (documents.replaceOne(older, document).getMatchedCount() == 0 && !OwnersView.insert(documents, document)) {
            // What is there now is newer, or has just been put there by a node that is late.
            documents.replaceOne(older, document);
        }
    }

    private static Bson older(Document document, long number) {
        return and(eq("_id", document.get("_id")), not(gte(REVISION, number)));
    }
}
