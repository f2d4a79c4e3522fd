package io.turnpike.gateway.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;

/** The body of a request, of which as much can be read as has come. */
final class ReadableBody extends ServletInputStream {

    /** Says when there is something to read; where this is used the test does. */
    static final ReadListener IGNORING = new ReadListener() {

        @Override
        public void onDataAvailable() {}

        @Override
        public void onAllDataRead() {}

        @Override
        public void onError(Throwable failure) {}
    };

    private final int length;
    private int available;
    private int read;
    private boolean isBroken;

    ReadableBody(int length) {
        this.length = length;
    }

    /** A request with this body; nothing else is to be asked of it. */
    HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, method, arguments) -> method.getName().equals("getInputStream") ? this : null);
    }

    /** More has come. */
    void come(int bytes) {
        available += bytes;
    }

    /** Whoever reads fails. */
    void breakOff() {
        isBroken = true;
        available++;
    }

    /** How much has been read. */
    int readBytes() {
        return read;
    }

    @Override
    public boolean isReady() {
        return available > 0;
    }

    @Override
    public int available() {
        return available;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (isBroken) {
            throw new IOException("Connection reset");
        }
        int some = Math.min(length, available);
        available -= some;
        read += some;
        return some;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("piece by piece");
    }

    @Override
    public boolean isFinished() {
        return read == length;
    }

    @Override
    public void setReadListener(ReadListener listener) {}
}
