package io.turnpike.benchmarks.load;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells what each thread of another JVM has allocated so far. Usage: {@code AllocatedBytes PID AGENT}, where AGENT is a jar with this class and
 * {@code Agent-Class} in its manifest. Prints a line for each living thread: its id and the bytes. The other JVM opens no port for that.
 */
public final class AllocatedBytes {

    private AllocatedBytes() {}

    /**
     * Asks the JVM.
     *
     * @throws IOException if there is no such process, or it does not answer
     */
    public static void main(String[] arguments)
            throws IOException, AttachNotSupportedException, AgentLoadException, AgentInitializationException {
        Path answer = Files.createTempFile("allocated", ".txt");
        try {
            VirtualMachine other = VirtualMachine.attach(arguments[0]);
            try {
                other.loadAgent(arguments[1], answer.toString());
            } finally {
                other.detach();
            }
            System.out.print(Files.readString(answer));
        } finally {
            Files.delete(answer);
        }
    }

    /**
     * What the other JVM runs.
     *
     * @param file gets the lines
     */
    public static void agentmain(String file) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
            // Of a thread that has just ended: -1.
            if (bytes[i] >= 0) {
                lines.append(ids[i]).append(' ').append(bytes[i]).append('\n');
            }
        }
        Files.writeString(Path.of(file), lines);
    }
}
