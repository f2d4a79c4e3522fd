package io.turnpike.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocatedBytesTest {

    private static final int MEGABYTE = 1 << 20;
    /** Most that a reading takes itself. */
    private static final int READING = MEGABYTE / 2;

    @TempDir
    Path directory;

    @Test
    void agentmain_betweenTwoReadings_tellsWhatThisThreadAllocated() throws IOException {
        ofThisThread();
        long before = ofThisThread();
        byte[] array = new byte[MEGABYTE];
        long after = ofThisThread();

        assertThat(after - before).isBetween((long) array.length, (long) array.length + READING);
    }

    private long ofThisThread() throws IOException {
        Path file = directory.resolve("allocated.txt");
        AllocatedBytes.agentmain(file.toString());
        String mine = Thread.currentThread().getId() + " ";
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(mine))
                .mapToLong(line -> Long.parseLong(line.substring(mine.length())))
                .findFirst()
                .orElseThrow();
    }
}
