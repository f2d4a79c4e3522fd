package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

    private static final System.Logger LOG = System.getLogger(VersionedDocuments.class.getName());
    private static final String REVISION = "revision";
    private static final String REMOVED = "removed";

    /** From so many on they are written together: one by one each is two commands. */
    private static final int FEW = 4;

    /** So many are looked for, and put where there is none, together. */
    private static final int AT_ONCE = 1000;

    /** From so many on that are replaced the log tells of it: a database may take minutes. */
    private static final int MANY = 100;

    /** What revisions say of documents, taken in their order; of each document only what the last one says is written. For one thread. */
    final class Batch {

        private final Map<Object, Document> latest = new LinkedHashMap<>();
        private final Map<Object, Document> lost = new LinkedHashMap<>();

        /** Documents, each with its {@code _id}, as a revision has them. */
        void put(List<Document> images, long revision) {
            add(images, revision, latest);
        }

        /** Documents that are put only where there is none of their {@code _id}. */
        void putBack(List<Document> images, long revision) {
            add(images, revision, lost);
        }

        private void add(List<Document> images, long revision, Map<Object, Document> to) {
            for (Document image : images) {
                to.put(image.get("_id"), new Document(image).append(REVISION, revision));
            }
        }

        /** Documents that a revision removes, of which {@code _id} and name are given. */
        void remove(List<Document> gone, long revision) {
            for (Document each : gone) {
                latest.put(
                        each.get("_id"),
                        new Document("_id", each.get("_id"))
                                .append(REVISION, revision)
                                .append(REMOVED, each.get(name)));
            }
        }

        /**
         * Hands out the documents as they are where this has been written, whether it has or not: those that are there by their {@code
         * _id}, then the others in the order of their revisions. Of a removed one there is nothing.
         */
        void each(Consumer<Document> taker) {
            Map<Object, Document> others = new LinkedHashMap<>(lost);
            others.putAll(latest);
            for (Document document : documents.find().sort(ascending("_id"))) {
                Object id = document.get("_id");
                others.remove(id);
                Document newer = latest.get(id);
                hand(newer != null && isOlder(document, newer) ? newer : document, taker);
            }
            others.values().forEach(document -> hand(document, taker));
        }

        private void hand(Document document, Consumer<Document> taker) {
            if (!isRemains(document)) {
                taker.accept(document);
            }
        }

        /** Writes all of it. */
        void write() {
            lost.keySet().removeAll(latest.keySet());
            lost.values().forEach(VersionedDocuments.this::insertIfNone);
            List<Document> all = List.copyOf(latest.values());
            for (int i = 0; i < all.size(); i += AT_ONCE) {
                List<Document> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
                if (some.size() < FEW) {
                    some.forEach(VersionedDocuments.this::replaceOlder);
                } else {
                    replaceMany(some);
                }
            }
        }
    }

    private void insertIfNone(Document document) {
        if (documents.find(eq("_id", document.get("_id"))).first() == null) {
            OwnersView.insert(documents, document);
        }
    }

    /** Whether a document is what is left of a removed one. */
    boolean isRemains(Document document) {
        return document.containsKey(REMOVED) && !document.containsKey(name);
    }

    /** As one after the other, but what there is is looked for in one command, and what is new is put in another. */
    private void replaceMany(List<Document> images) {
        Map<Object, Document> there = new HashMap<>();
        documents
                .find(in("_id", images.stream().map(image -> image.get("_id")).toList()))
                .projection(include(REVISION))
                .forEach(document -> there.put(document.get("_id"), document));
        List<Document> missing = new ArrayList<>();
        List<Document> others = new ArrayList<>();
        for (Document image : images) {
            Document before = there.get(image.get("_id"));
            if (before == null) {
                missing.add(image);
            } else if (isOlder(before, image)) {
                others.add(image);
            }
        }
        if (!missing.isEmpty() && !insert(missing)) {
            missing.forEach(this::replaceOlder);
        }
        if (others.size() >= MANY) {
            LOG.log(
                    Level.INFO,
                    "{0} documents of {1} are brought up to date",
                    others.size(),
                    documents.getNamespace().getCollectionName());
        }
        // One at a time: FerretDB keeps a connection to its database for each that a command has, and stands still
        // where they run out.
        others.forEach(image -> documents.replaceOne(older(image), image));
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
    private void replaceOlder(Document document) {
        Bson older = older(document);
        if (documents.replaceOne(older, document).getMatchedCount() == 0 && !OwnersView.insert(documents, document)) {
            // What is there now is newer, or has just been put there by a node that is late.
            documents.replaceOne(older, document);
        }
    }

    private static boolean isOlder(Document stored, Document image) {
        return !(stored.get(REVISION) instanceof Number known) || known.longValue() < revision(image);
    }

    private static Bson older(Document document) {
        return and(eq("_id", document.get("_id")), not(gte(REVISION, revision(document))));
    }

    private static long revision(Document document) {
        return document.getLong(REVISION);
    }
}
