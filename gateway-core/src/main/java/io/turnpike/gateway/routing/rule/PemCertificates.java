package io.turnpike.gateway.routing.rule;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates in PEM (RFC 7468). Stateless. */
public final class PemCertificates {

    private PemCertificates() {}

    /**
     * All certificates of a text, in its order.
     *
     * @throws IllegalArgumentException if there is none, or something that is none; the message says why
     */
    public static List<X509Certificate> read(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
                certificates.add((X509Certificate) each);
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("the text is no certificate (expected: certificates in PEM)", e);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate (expected: at least one in PEM)");
        }
        return certificates;
    }
}
