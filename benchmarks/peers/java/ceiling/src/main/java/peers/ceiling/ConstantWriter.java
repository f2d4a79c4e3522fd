package peers.ceiling;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes one constant as the answer to one request, on the thread that runs it, and ends the request. */
final class ConstantWriter implements Runnable, WriteListener {

    private final HttpServletResponse response;
    private final byte[] constant;
    private final AsyncContext async;
    private ServletOutputStream out;
    private boolean written;

    /** To be made on the container's thread. */
    ConstantWriter(HttpServletRequest request, HttpServletResponse response, byte[] constant) {
        this.response = response;
        this.constant = constant;
        async = request.startAsync(request, response);
        async.setTimeout(0);
    }

    @Override
    public void run() {
        try {
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentType("application/json");
            response.setContentLength(constant.length);
            out = response.getOutputStream();
            out.setWriteListener(this);
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            if (written) {
                async.complete();
                return;
            }
            written = true;
            out.write(constant, 0, constant.length);
        }
    }

    @Override
    public void onError(Throwable failure) {
        async.complete();
    }
}
