package io.turnpike.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the calling thread's short waits exact. Linux otherwise ends each up to 50 microseconds late, which looks like latency. */
final class TimerSlack {

    private TimerSlack() {}

    /** Asks for one nanosecond, for the calling thread; where the system does not let us, it says so and waits stay late. */
    static void leastForThisThread() {
        try {
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            Path slack = Path.of("/proc").resolve(thread.getFileName()).resolve("timerslack_ns");
            Files.writeString(slack, "1");
        } catch (IOException e) {
            System.err.println("timer slack: " + e + "; sends are up to 50 microseconds late");
        }
    }
}
