package io.turnpike.index;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jboss.jandex.IndexWriter;
import org.jboss.jandex.Indexer;

/**
 * The index of the classes in one place, all of them, as WildFly would make it: those of {@code META-INF/versions} and
 * {@code module-info} are in it, too.
 */
final class ClassIndex {

    /** Where WildFly looks for it, from the root of a jar or of {@code WEB-INF/classes}. */
    static final String LOCATION = "META-INF/jandex.idx";

    private final Path place;
    private final Indexer indexer = new Indexer();

    /** @param place what faults name */
    ClassIndex(Path place) {
        this.place = place;
    }

    /** Whether a file of this name is one for the index. */
    static boolean covers(String name) {
        return name.endsWith(".class");
    }

    /** @throws IOException if it is no class, or one that Jandex cannot read; WildFly would say so at each start */
    void add(String name, byte[] bytes) throws IOException {
        try {
            indexer.index(new ByteArrayInputStream(bytes));
        } catch (IOException | RuntimeException e) {
            throw new IOException("no index of " + place + ": " + name + " cannot be read", e);
        }
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new IndexWriter(bytes).write(indexer.complete());
        return bytes.toByteArray();
    }
}
