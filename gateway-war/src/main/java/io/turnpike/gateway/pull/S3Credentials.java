package io.turnpike.gateway.pull;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs requests to S3 by AWS Signature Version 4. The AWS SDK for Java does it, and finds credentials if none are configured: in system
 * properties, the environment, profiles, and at the container's or the machine's metadata service.
 */
final class S3Credentials implements RequestCredentials {

    private final Provider provider;
    private final String region;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    private interface Provider extends AutoCloseable {

        AwsCredentialsIdentity credentials();

        @Override
        default void close() {
            // Most have nothing to close.
        }
    }

    private S3Credentials(Provider provider, String region) {
        this.provider = provider;
        this.region = region;
    }

    /** By keys that are given. */
    static S3Credentials of(String accessKey, String secretKey, String region) {
        AwsCredentialsIdentity identity = AwsCredentialsIdentity.create(accessKey, secretKey);
        return new S3Credentials(() -> identity, region);
    }

    /** By what the SDK finds. */
    static S3Credentials found(String region) {
        DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        return new S3Credentials(
                new Provider() {
                    @Override
                    public AwsCredentialsIdentity credentials() {
                        return chain.resolveCredentials();
                    }

                    @Override
                    public void close() {
                        chain.close();
                    }
                },
                region);
    }

    @Override
    public Map<String, List<String>> fields(URI uri) throws IOException {
        AwsCredentialsIdentity identity;
        try {
            identity = provider.credentials();
        } catch (SdkException e) {
            throw new IOException("there are no credentials for S3: " + e.getMessage(), e);
        }
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build();
        Map<String, List<String>> fields = new HashMap<>(signer.sign(sign -> sign.identity(identity)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        // As S3 wants it, other than the rest of AWS.
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request()
                .headers());
        // HttpURLConnection sends the same by itself.
        fields.remove("Host");
        return fields;
    }

    @Override
    public void close() {
        provider.close();
    }
}
