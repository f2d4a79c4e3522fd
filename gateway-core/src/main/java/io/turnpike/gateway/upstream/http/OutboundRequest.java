package io.turnpike.gateway.upstream.http;

/**
 * A request as nodes get it.
 *
 * @param method its verb
 * @param head request line and header section, as they are sent
 * @param contentLength as that of {@link io.turnpike.gateway.upstream.StreamedRequest}
 * @param expectsContinue whether it asks to be told before its body is sent (RFC 9110, section 10.1.1)
 */
@SuppressWarnings("ArrayRecordComponent")
record OutboundRequest(String method, byte[] head, long contentLength, boolean expectsContinue) {

    boolean hasBody() {
        return contentLength != 0;
    }

    boolean chunked() {
        return contentLength < 0;
    }
}
