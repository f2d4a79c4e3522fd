package io.turnpike.gateway.pull;

import java.net.URI;
import java.util.Optional;

/**
 * Where S3 is, and who we are there. Immutable.
 *
 * @param endpoint of an S3-compatible service; empty: Amazon's in the region
 * @param region as requests are signed for
 * @param keys access key and secret key; empty: those that the AWS SDK for Java finds by itself
 */
record S3Options(Optional<URI> endpoint, String region, Optional<Keys> keys) {

    /** Both are ASCII without blanks. */
    record Keys(String accessKey, String secretKey) {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Keys[" + accessKey + "]";
        }
    }

    /**
     * Where something is, with the bucket in the path, which every S3 takes.
     *
     * @param path begins with the bucket
     */
    URI address(String path) {
        String service = endpoint.map(URI::toString).orElse("https://s3." + region + ".amazonaws.com");
        return URI.create(service + '/' + path);
    }

    /** Signs requests; looks for credentials when it is asked. */
    RequestCredentials signer() {
        return keys.map(both -> S3Credentials.of(both.accessKey(), both.secretKey(), region))
                .orElseGet(() -> S3Credentials.found(region));
    }
}
