package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.turnpike.gateway.exchange.LogText;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.BSONException;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Keeps registrations in MongoDB, or in what speaks its protocol. Six collections:
 *
 * <ul>
 *   <li>{@code <name>_revisions}: one document per revision, {@code _id} its number. Inserting it is the commit: of two
 *       nodes that insert the same number one fails, and no transaction is needed.
 *   <li>{@code <name>}: one document per owner, the reference's collection; a view of the revisions. Each of our documents
 *       carries the {@code revision} that wrote it, so that a node that is late cannot undo a newer one; of a removed owner
 *       {@code revision} and {@code removed}, the owner's id, are left for the same reason.
 *   <li>{@code <name>_routes}: one document per route, its {@code _id} the route's id; a view of the revisions as well.
 *   <li>{@code <name>_entries}: one document per entry, its {@code _id} the entry's id; a view of the revisions as well.
 *   <li>{@code <name>_view}: a document with the numbers of the revisions that the views have reached, and one with {@link
 *       NodeSecrets}. Views follow the commits (see {@link ViewKeeper}); one that fell behind, because a process died between commit and view, is brought up to date after the next
 *       commit or load; the load itself reads what the view lacks from the revisions.
 *   <li>{@code <name>_nodes}: one document per gateway that uses the database, or did a while ago.
 * </ul>
 */
final class MongoConfigurationStore implements ConfigurationStore {

    private static final System.Logger LOG = System.getLogger(MongoConfigurationStore.class.getName());
    private static final Document PING = new Document("ping", 1);

    private final MongoClient client;
    private final String description;
    private final Optional<NodeSecrets> secrets;
    private final MongoDatabase database;
    private final MongoCollection<Document> marker;
    private final MongoCollection<Document> revisions;
    private final VersionedDocuments owners;
    private final OwnersView view;
    private final ViewKeeper keeper;
    private final RevisionArchive archive;
    private final NodeDocuments nodes;
    private final RevisionImport takeover = new RevisionImport();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, Object> documentIds = new ConcurrentHashMap<>();

    /**
     * Closes the client with itself.
     *
     * @param secrets compared with those of the gateway that loaded last, for the log; empty: they are not
     */
    MongoConfigurationStore(
            MongoClient client,
            String description,
            String databaseName,
            String collectionName,
            Optional<NodeSecrets> secrets) {
        this.client = client;
        DriverThreads.opened();
        this.description = description;
        this.secrets = secrets;
        this.database = client.getDatabase(databaseName);
        this.marker = database.getCollection(collectionName + "_view");
        this.revisions = database.getCollection(collectionName + "_revisions");
        this.owners = new VersionedDocuments(database.getCollection(collectionName), "ownerid");
        this.view = new OwnersView(
                owners,
                new VersionedDocuments(database.getCollection(collectionName + "_routes"), "routeid"),
                new VersionedDocuments(database.getCollection(collectionName + "_entries"), EntryDocuments.NAME),
                marker,
                revisions);
        this.keeper = new ViewKeeper(view, description);
        this.archive = new RevisionArchive(
                revisions,
                MongoConfigurationStore::readOwners,
                document -> read(document, RevisionDocuments::readRoutes),
                document -> read(document, RevisionDocuments::readEntries));
        this.nodes = new NodeDocuments(database.getCollection(collectionName + "_nodes"));
    }

    @Override
    public StoredConfiguration load() throws StoreUnavailableException {
        return asking(() -> {
            takeOver();
            secrets.ifPresent(mine -> SecretsMark.compare(marker, mine, description));
            OwnersView.Lacking lacking = view.lacking();
            StoredDocuments documents = new StoredDocuments(lacking, description);
            StoredConfiguration stored = new StoredConfiguration(
                    lacking.last(),
                    documents.allOwners(documentIds::put),
                    documents.allRoutes(),
                    documents.allEntries());
            if (lacking.any()) {
                keeper.catchUp();
            }
            return stored;
        });
    }

    /** Makes revisions of a database that has none, as the reference leaves it. Goes on where another attempt stopped. */
    private void takeOver() {
        // Parts come first of all: when the view has got beyond them, none is missing.
        Document reached = revisions
                .find(eq("_id", view.reached()))
                .projection(RevisionImport.PARTS)
                .first();
        if (reached != null && !RevisionImport.isUnfinished(reached)) {
            return;
        }
        Document last = lastRevision();
        while (last == null || RevisionImport.isUnfinished(last)) {
            List<Document> parts = takeover.parts(owners.documents().find().sort(ascending("_id")));
            long number = RevisionDocuments.number(last) + 1;
            if (number > parts.size()) {
                return;
            }
            Document part = parts.get((int) number - 1).append("_id", number);
            if (OwnersView.insert(revisions, part)) {
                LOG.log(Level.INFO, "Took over what {0} held as revision {1}", description, number);
            }
            last = lastRevision();
        }
    }

    @Override
    public List<Revision> revisionsAfter(long number) throws StoreUnavailableException {
        return asking(() -> {
            List<Revision> found = new ArrayList<>();
            new RevisionTail(revisions).after(number, document -> {
                noteIds(document);
                found.add(read(document, RevisionDocuments::read));
            });
            return found;
        });
    }

    private static Revision readOwners(Document document) {
        return read(document, RevisionDocuments::readOwners);
    }

    private static Revision read(Document document, Function<Document, Revision> reader) {
        try {
            return reader.apply(document);
        } catch (ClassCastException | NullPointerException | UnreadableRevisionException e) {
            throw new UnreadableRevisionException(
                    "The stored revision " + document.get("_id") + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void history(String ownerId, long last, Predicate<OwnerRevision> visitor) throws StoreUnavailableException {
        asking(() -> new OwnerHistory(revisions, MongoConfigurationStore::readOwners).visit(ownerId, last, visitor));
    }

    @Override
    public List<RevisionOutline> outlines(long newest, int most) throws StoreUnavailableException {
        return asking(() -> archive.outlines(newest, most));
    }

    @Override
    public Optional<FormerConfiguration> at(long number, StoredConfiguration now) throws StoreUnavailableException {
        return asking(() -> archive.at(number, now));
    }

    @Override
    public void announce(GatewayNode node, Instant forgetBefore) throws StoreUnavailableException {
        asking(() -> {
            nodes.put(node);
            nodes.sweep(node, forgetBefore);
            return node;
        });
    }

    @Override
    public List<GatewayNode> nodes() throws StoreUnavailableException {
        return asking(nodes::all);
    }

    @Override
    public void withdraw(String nodeId) throws StoreUnavailableException {
        asking(() -> nodes.remove(nodeId));
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
        keeper.follow(document);
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
                keeper.close();
                client.close();
            } finally {
                DriverThreads.closed();
            }
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

    private <T> T asking(Supplier<T> question) throws StoreUnavailableException {
        try {
            return question.get();
        } catch (MongoException | IllegalStateException | BSONException e) {
            throw unavailable(e);
        }
    }

    private StoreUnavailableException unavailable(RuntimeException e) {
        // In the embedded store's own process there is no host or network for the driver to speak of.
        String reason = secrets.isEmpty() && (e instanceof MongoTimeoutException || e instanceof MongoSocketException)
                ? "it took too long; the machine may be busy"
                : firstSentence(e);
        return new StoreUnavailableException(LogText.oneLine(description + " does not answer: " + reason), e);
    }

    private static String firstSentence(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf(". Client view of cluster state");
        return end < 0 ? message : message.substring(0, end);
    }
}
