package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The documents that are a view of the revisions, read as what they are of, with what the view lacks; the log tells of what is odd.
 *
 * @param description which database it is, for the log
 */
record StoredDocuments(OwnersView.Lacking lacking, String description) {

    private static final System.Logger LOG = System.getLogger(StoredDocuments.class.getName());

    /**
     * The owners, oldest first as far as their documents' ids tell.
     *
     * @param ids is told of each owner's id and of its document's
     */
    List<Owner> allOwners(BiConsumer<String, Object> ids) {
        Map<String, Owner> found = new LinkedHashMap<>();
        lacking.owners().each(document -> {
            Object id = document.get("_id");
            Optional<Owner> owner = OwnerDocuments.read(document, oddity -> tell(id, oddity));
            if (owner.isEmpty()) {
                tell(id, "it has no ownerid and is left alone");
            } else if (found.putIfAbsent(owner.get().ownerId(), owner.get()) != null) {
                tell(
                        id,
                        "it repeats the ownerid " + owner.get().ownerId() + " and is left alone: the first one counts");
            } else {
                ids.accept(owner.get().ownerId(), id);
            }
        });
        return List.copyOf(found.values());
    }

    /** @throws UnreadableRevisionException if there is a route of which it cannot be told where it stands */
    List<CheckedRoute> allRoutes() {
        List<CheckedRoute> found = new ArrayList<>();
        lacking.routes().each(document -> {
            Object id = document.get("_id");
            if (document.get("routeid") instanceof String routeId && !routeId.equals(id)) {
                throw new UnreadableRevisionException(
                        "The document " + id + " of " + description + "'s routes has the routeid " + routeId
                                + " (expected: the same as its _id, so that each route is there once)");
            }
            found.add(RouteDocuments.read(document, this::tellUnusable));
        });
        return found;
    }

    /** @throws UnreadableRevisionException if there is a document that is none of an entry */
    List<StoredEntry> allEntries() {
        List<StoredEntry> found = new ArrayList<>();
        lacking.entries().each(document -> found.add(EntryDocuments.stored(document)));
        return found;
    }

    private void tellUnusable(String routeId, String reason) {
        LOG.log(Level.ERROR, RouteImages.unusable(routeId, description, reason));
    }

    private void tell(@Nullable Object id, String oddity) {
        LOG.log(Level.WARNING, LogText.oneLine("Document " + id + " of " + description + ": " + oddity));
    }
}
