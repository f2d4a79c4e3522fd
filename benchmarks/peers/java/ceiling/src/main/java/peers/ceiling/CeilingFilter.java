package peers.ceiling;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What the container can do at most through an asynchronous filter before JAX-RS: the request is read on the container's thread, and another
 * thread answers it with a constant and never blocks, as Turnpike's door for calls does it. The constants are the files of the directory that the
 * system property {@code peers.answers} names; the file {@code Echo.small} answers {@code /Echo/small}. Any other path goes on to JAX-RS.
 */
public class CeilingFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Resource
    private transient ManagedThreadFactory threads;

    private final transient Map<String, byte[]> answers = new HashMap<>();
    private transient ThreadPoolExecutor pool;

    /** As many threads as Turnpike has for its servers. */
    @Override
    public void init() throws ServletException {
        int count = Runtime.getRuntime().availableProcessors();
        pool = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        Path directory = Path.of(System.getProperty("peers.answers"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                answers.put("/" + file.getFileName().toString().replace('.', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new ServletException(e);
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        byte[] constant = answers.get(request.getRequestURI().substring(request.getContextPath().length()));
        if (constant == null) {
            chain.doFilter(request, response);
            return;
        }
        readWhole(request);
        pool.execute(new ConstantWriter(request, response, constant));
    }

    private static void readWhole(HttpServletRequest request) throws IOException {
        int announced = (int) request.getContentLengthLong();
        InputStream in = request.getInputStream();
        if (announced > 0) {
            in.readNBytes(new byte[announced], 0, announced);
        } else if (announced < 0) {
            in.readAllBytes();
        }
    }

    @Override
    public void destroy() {
        pool.shutdown();
    }
}
