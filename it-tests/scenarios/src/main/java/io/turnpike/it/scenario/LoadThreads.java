package io.turnpike.it.scenario;

import java.util.ArrayList;
import java.util.List;

/** Daemon threads that make a load until whoever has them tells their tasks to end. For one thread. */
final class LoadThreads {

    private final List<Thread> threads = new ArrayList<>();

    /** Runs a task on a thread of its own. */
    void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** Waits until all tasks have ended, or this thread is interrupted. */
    void join() {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
