package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Revisions as documents: {@code _id} number, {@code author}, {@code time}, {@code action}, {@code summary},
 * {@code changed} (the owners' documents as they are from then on, with their {@code _id}), {@code removed} ({@code _id} and
 * {@code ownerid}); where routes are touched also {@code changedroutes} (their documents with their {@code _id}, which is their id) and
 * {@code removedroutes} ({@code _id} and {@code routeid}), and where entries are, {@code changedentries} and {@code removedentries}, see {@link
 * EntryDocuments}.
 */
final class RevisionDocuments {

    private RevisionDocuments() {}

    /** @param documentId gives the {@code _id} of an owner's document by {@code ownerId} */
    static Document write(Revision revision, Function<String, Object> documentId) {
        List<Document> changed = revision.changed().stream()
                .map(owner -> image(owner, documentId.apply(owner.ownerId())))
                .toList();
        List<Document> removed = revision.removed().stream()
                .map(ownerId -> new Document("_id", documentId.apply(ownerId)).append("ownerid", ownerId))
                .toList();
        Document document = new Document("_id", revision.number())
                .append("author", revision.author())
                .append("time", revision.time())
                .append("action", revision.action())
                .append("summary", revision.summary())
                .append("changed", changed)
                .append("removed", removed);
        RouteImages routes = revision.routes();
        if (!routes.isEmpty()) {
            document.append(
                    "changedroutes",
                    routes.changed().stream().map(RevisionDocuments::image).toList());
            document.append(
                    "removedroutes",
                    routes.removed().stream()
                            .map(id -> new Document("_id", id).append("routeid", id))
                            .toList());
        }
        EntryChanges entries = revision.entries();
        if (!entries.isEmpty()) {
            document.append(
                    "changedentries",
                    entries.changed().stream().map(EntryDocuments::write).toList());
            document.append(
                    "removedentries",
                    entries.removed().stream().map(EntryDocuments::gone).toList());
        }
        return document;
    }

    private static Document image(RouteDefinition route) {
        Document image = new Document("_id", route.id());
        image.putAll(RouteDocuments.write(route));
        return image;
    }

    /** An owner's document as revisions hold it. */
    static Document image(Owner owner, Object documentId) {
        Document image = new Document("_id", documentId);
        image.putAll(OwnerDocuments.write(owner));
        return image;
    }

    /** The number of a revision; 0 if there is none. */
    static long number(@Nullable Document revision) {
        return revision != null && revision.get("_id") instanceof Number number ? number.longValue() : 0;
    }

    /** @throws UnreadableRevisionException if a route or an entry that it touched has not the form of one */
    static Revision read(Document document) {
        return read(document, routes(document), entries(document));
    }

    /** A revision without the routes and entries that it touched: whoever asks for owners is not held up by them. */
    static Revision readOwners(Document document) {
        return read(document, RouteImages.NONE, EntryChanges.NONE);
    }

    /** A revision without the entries that it touched. */
    static Revision readRoutes(Document document) {
        return read(document, routes(document), EntryChanges.NONE);
    }

    /** A revision without the routes that it touched. */
    static Revision readEntries(Document document) {
        return read(document, RouteImages.NONE, entries(document));
    }

    private static RouteImages routes(Document document) {
        return new RouteImages(
                changedRoutes(document).stream().map(RouteDocuments::definition).toList(),
                removedRoutes(document).stream()
                        .map(gone -> gone.get("routeid", ""))
                        .toList());
    }

    private static EntryChanges entries(Document document) {
        return new EntryChanges(
                documents(document, "changedentries").stream()
                        .map(EntryDocuments::read)
                        .toList(),
                documents(document, "removedentries").stream()
                        .map(gone -> gone.get(EntryDocuments.NAME, ""))
                        .toList());
    }

    private static Revision read(Document document, RouteImages routes, EntryChanges entries) {
        Number number = Objects.requireNonNull(document.get("_id", Number.class), "_id");
        return new Revision(
                number.longValue(),
                document.get("author", ""),
                time(document),
                document.get("action", ""),
                document.get("summary", ""),
                changed(document).stream()
                        .flatMap(image -> OwnerDocuments.read(image).stream())
                        .toList(),
                removed(document).stream().map(gone -> gone.get("ownerid", "")).toList(),
                routes,
                entries);
    }

    /** The outline of a revision, or of what a query left of it. */
    static RevisionOutline outline(Document document) {
        StoredFields fields = new StoredFields(document, "", oddity -> {});
        return new RevisionOutline(
                number(document),
                fields.text("author"),
                time(document),
                fields.text("action"),
                fields.text("summary"),
                ids(fields.documents("changed"), "ownerid"),
                ids(fields.documents("removed"), "ownerid"),
                touched(fields, "changedroutes", "removedroutes", "routeid"),
                touched(fields, "changedentries", "removedentries", EntryDocuments.NAME));
    }

    private static List<String> touched(StoredFields fields, String changed, String removed, String name) {
        return Stream.of(changed, removed)
                .flatMap(field -> ids(fields.documents(field), name).stream())
                .toList();
    }

    private static List<String> ids(List<StoredFields> documents, String field) {
        return documents.stream()
                .map(document -> document.text(field))
                .filter(id -> !id.isBlank())
                .toList();
    }

    /** The driver writes instants, but reads them as dates. */
    @SuppressWarnings("JavaUtilDate")
    private static Instant time(Document document) {
        return document.get("time") instanceof Date date ? date.toInstant() : Instant.EPOCH;
    }

    static List<Document> changed(Document revision) {
        return documents(revision, "changed");
    }

    static List<Document> removed(Document revision) {
        return documents(revision, "removed");
    }

    private static List<Document> changedRoutes(Document revision) {
        return documents(revision, "changedroutes");
    }

    private static List<Document> removedRoutes(Document revision) {
        return documents(revision, "removedroutes");
    }

    /** The documents of a field; none if it is missing. */
    static List<Document> documents(Document revision, String field) {
        return revision.getList(field, Document.class, List.of());
    }
}
