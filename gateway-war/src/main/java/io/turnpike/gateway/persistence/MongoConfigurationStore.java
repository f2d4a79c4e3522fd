package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.LogText;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.BSONException;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Keeps registrations in MongoDB, or in what speaks its protocol. Three collections:
 *
 * <ul>
 *   <li>{@code <name>_revisions}: one document per revision, {@code _id} its number. Inserting it is the commit: of two
 *       nodes that insert the same number one fails, and no transaction is needed.
 *   <li>{@code <name>}: one document per owner, the reference's collection; a view of the revisions. Each of our documents
 *       carries the {@code revision} that wrote it, so that a node that is late cannot undo a newer one; of a removed owner
 *       {@code revision} and {@code removed}, the owner's id, are left for the same reason.
 *   <li>{@code <name>_view}: one document with the number of the revision that the view has reached. A view that fell
 *       behind, because a process died between commit and view, is brought up to date by the next load or commit.
 * </ul>
 */
final class MongoConfigurationStore implements ConfigurationStore {

    private static final System.Logger LOG = System.getLogger(MongoConfigurationStore.class.getName());
    private static final Document PING = new Document("ping", 1);
    private static final String MARKER = "view";
    private static final String REMOVED = "removed";

    private final MongoClient client;
    private final String description;
    private final MongoDatabase database;
    private final MongoCollection<Document> view;
    private final MongoCollection<Document> marker;
    private final MongoCollection<Document> revisions;
    private final RevisionImport takeover = new RevisionImport();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, Object> documentIds = new ConcurrentHashMap<>();

    /** Closes the client with itself. */
    MongoConfigurationStore(MongoClient client, String description, String databaseName, String collectionName) {
        this.client = client;
        DriverThreads.opened();
        this.description = description;
        this.database = client.getDatabase(databaseName);
        this.view = database.getCollection(collectionName);
        this.marker = database.getCollection(collectionName + "_view");
        this.revisions = database.getCollection(collectionName + "_revisions");
    }

    @Override
    public StoredConfiguration load() throws StoreUnavailableException {
        return asking(() -> {
            takeOver();
            long last = bringViewUpToDate();
            Map<String, Owner> owners = new LinkedHashMap<>();
            for (Document document : view.find().sort(ascending("_id"))) {
                Object id = document.get("_id");
                if (isRemains(document)) {
                    continue;
                }
                Optional<Owner> owner = OwnerDocuments.read(document, oddity -> tell(id, oddity));
                if (owner.isEmpty()) {
                    tell(id, "it has no ownerid and is left alone");
                } else if (owners.putIfAbsent(owner.get().ownerId(), owner.get()) != null) {
                    tell(
                            id,
                            "it repeats the ownerid " + owner.get().ownerId()
                                    + " and is left alone: the first one counts");
                } else {
                    documentIds.put(owner.get().ownerId(), id);
                }
            }
            return new StoredConfiguration(last, List.copyOf(owners.values()));
        });
    }

    private void tell(@Nullable Object id, String oddity) {
        LOG.log(Level.WARNING, LogText.oneLine("Document " + id + " of " + description + ": " + oddity));
    }

    /** Makes revisions of a database that has none, as the reference leaves it. Goes on where another attempt stopped. */
    private void takeOver() {
        Document last = lastRevision();
        while (last == null || RevisionImport.isUnfinished(last)) {
            List<Document> parts = takeover.parts(view.find().sort(ascending("_id")));
            long number = number(last) + 1;
            if (number > parts.size()) {
                return;
            }
            Document part = parts.get((int) number - 1).append("_id", number);
            if (insert(revisions, part)) {
                LOG.log(Level.INFO, "Took over what {0} held as revision {1}", description, number);
            }
            last = lastRevision();
        }
    }

    @Override
    public List<Revision> revisionsAfter(long number) throws StoreUnavailableException {
        return asking(() -> {
            List<Revision> found = new ArrayList<>();
            for (Document document : revisions.find(gt("_id", number)).sort(ascending("_id"))) {
                noteIds(document);
                found.add(read(document));
            }
            return found;
        });
    }

    private static Revision read(Document document) {
        try {
            return RevisionDocuments.read(document);
        } catch (ClassCastException | NullPointerException e) {
            throw new UnreadableRevisionException(
                    "The stored revision " + document.get("_id") + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void history(String ownerId, long last, Predicate<OwnerRevision> visitor) throws StoreUnavailableException {
        asking(() -> new OwnerHistory(revisions, MongoConfigurationStore::read).visit(ownerId, last, visitor));
    }

    @Override
    public void commit(Revision revision)
            throws RevisionConflictException, RevisionTooLargeException, StoreUnavailableException {
        String nonce = UUID.randomUUID().toString();
        Document document = RevisionDocuments.write(revision, this::documentId).append("nonce", nonce);
        try {
            revisions.insertOne(document);
        } catch (BsonMaximumSizeExceededException e) {
            throw new RevisionTooLargeException("The registration is larger than the database can keep at once", e);
        } catch (MongoException e) {
            requireMine(revision.number(), nonce, e);
        } catch (IllegalStateException | BSONException e) {
            throw unavailable(e);
        }
        noteIds(document);
        try {
            bringViewUpToDate();
        } catch (MongoException | IllegalStateException | BSONException e) {
            LOG.log(
                    Level.WARNING,
                    "Revision {0} is committed, but the documents of {1} are not up to date yet: {2}",
                    revision.number(),
                    description,
                    e.getMessage());
        }
    }

    /** An insert that failed may have been made: the answer got lost, or the driver tried twice. The nonce tells. */
    private void requireMine(long number, String nonce, MongoException failure)
            throws RevisionConflictException, StoreUnavailableException {
        Document there = asking(() -> revisions.find(eq("_id", number)).first());
        if (there == null) {
            throw unavailable(failure);
        }
        if (!nonce.equals(there.get("nonce"))) {
            throw new RevisionConflictException("Revision " + number + " has been made by somebody else", failure);
        }
    }

    @Override
    public void ping() throws StoreUnavailableException {
        asking(() -> database.runCommand(PING));
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String kind() {
        return "MongoDB";
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public boolean usable() {
        return true;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                client.close();
            } finally {
                DriverThreads.closed();
            }
        }
    }

    /** Applies to the view what it lacks; returns the last revision's number. */
    private long bringViewUpToDate() {
        Document mark = marker.find(eq("_id", MARKER)).first();
        long start = mark != null && mark.get("revision") instanceof Number number ? number.longValue() : 0;
        long reached = start;
        for (Document document : revisions.find(gt("_id", start)).sort(ascending("_id"))) {
            reached = number(document);
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

    private static boolean isRemains(Document document) {
        return document.containsKey(REMOVED) && !document.containsKey("ownerid");
    }

    /** False if there is a document of that {@code _id}. */
    private static boolean insert(MongoCollection<Document> collection, Document document) {
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

    private void noteIds(Document revision) {
        for (Document image : RevisionDocuments.changed(revision)) {
            documentIds.put(image.getString("ownerid"), image.get("_id"));
        }
        for (Document gone : RevisionDocuments.removed(revision)) {
            documentIds.remove(gone.getString("ownerid"));
        }
    }

    private Object documentId(String ownerId) {
        Object known = documentIds.get(ownerId);
        return known == null ? new ObjectId() : known;
    }

    private @Nullable Document lastRevision() {
        return revisions.find().sort(descending("_id")).first();
    }

    private static long number(@Nullable Document revision) {
        return revision != null && revision.get("_id") instanceof Number number ? number.longValue() : 0;
    }

    private <T> T asking(Supplier<T> question) throws StoreUnavailableException {
        try {
            return question.get();
        } catch (MongoException | IllegalStateException | BSONException e) {
            throw unavailable(e);
        }
    }

    private StoreUnavailableException unavailable(RuntimeException e) {
        return new StoreUnavailableException(LogText.oneLine(description + " does not answer: " + firstSentence(e)), e);
    }

    private static String firstSentence(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf(". Client view of cluster state");
        return end < 0 ? message : message.substring(0, end);
    }
}
