package io.turnpike.gateway.plugin.jwtauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JwtAuthPluginTest {

    private static final RSAKey RSA;
    private static final RSAKey OTHER_RSA;
    private static final ECKey EC;

    static {
        try {
            RSA = new RSAKeyGenerator(2048).keyID("r1").generate();
            OTHER_RSA = new RSAKeyGenerator(2048).keyID("r2").generate();
            EC = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private final JwtAuthPlugin plugin = new JwtAuthPlugin();
    private final FakeContext context = new FakeContext();
    private final Instant now = context.time().instant();

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("anna")
                .issuer("https://id.example")
                .audience(List.of("shop", "bank"))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    private static String signed(JWSAlgorithm algorithm, String id, JWSSigner signer, JWTClaimsSet claims) {
        try {
            SignedJWT token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID(id).build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String rsa(RSAKey key, JWTClaimsSet claims) {
        try {
            return signed(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key), claims);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String set(JWK... keys) {
        return "{\"keys\":[" + List.of(keys).stream().map(JWK::toJSONString).collect(Collectors.joining(",")) + "]}";
    }

    private static String configuration(String rest, JWK... keys) {
        String list = List.of(keys).stream().map(JWK::toJSONString).collect(Collectors.joining(","));
        return "{'Keys':[" + list + "]" + rest + "}";
    }

    private PluginHandler handler(String rest, JWK... keys) {
        return Plugins.configure(plugin, configuration(rest, keys), context);
    }

    private List<String> faults(String rest, JWK... keys) {
        return Plugins.faults(plugin, configuration(rest, keys));
    }

    private static FakeRequest bearing(String token) {
        return FakeRequest.get("/").with("Authorization: Bearer " + token);
    }

    private static Decision ask(PluginHandler handler, FakeRequest request) throws Exception {
        return Plugins.settled(handler.access(request));
    }

    private static String word(PluginHandler handler, String token) throws Exception {
        return Plugins.word(ask(handler, bearing(token)));
    }

    @Test
    void access_goodToken_saysWhoItIs() throws Exception {
        PluginHandler handler = handler(
                ",'Issuer':'https://id.example','Audience':['bank'],'Headers':{'X-User':'sub','X-Groups':'groups',"
                        + "'X-None':'none'},'KeepToken':false",
                RSA.toPublicJWK(),
                EC.toPublicJWK());
        FakeRequest request = bearing(
                        rsa(RSA, claims().claim("groups", List.of("a", "b")).build()))
                .with("X-User: root")
                .with("X-None: forged");
        assertThat(ask(handler, request)).isSameAs(Decision.proceed());
        assertThat(request.consumer()).isEqualTo("anna");
        assertThat(request.header("X-User")).isEqualTo("anna");
        assertThat(request.header("X-Groups")).isEqualTo("a,b");
        assertThat(request.header("X-None")).isNull();
        assertThat(request.header("Authorization")).isNull();
        assertThat(word(handler, signed(JWSAlgorithm.ES256, "e1", new ECDSASigner(EC), claims().build())))
                .isEqualTo("proceed");
    }

    @Test
    void access_badToken_isRefusedAsRfc6750Says() throws Exception {
        PluginHandler handler = handler(
                ",'Issuer':'https://id.example','Audience':['bank'],'Required':['sub'],'ClockSkew':5",
                RSA.toPublicJWK());
        Decision.Refuse without = (Decision.Refuse) ask(handler, FakeRequest.get("/"));
        assertThat(without.problem().headers()).containsEntry("WWW-Authenticate", "Bearer");
        Decision.Refuse late = (Decision.Refuse) ask(
                handler,
                bearing(rsa(
                        RSA,
                        claims().expirationTime(Date.from(now.minusSeconds(5))).build())));
        assertThat(late.problem().error().status()).isEqualTo(401);
        assertThat(late.problem().headers())
                .containsEntry(
                        "WWW-Authenticate",
                        "Bearer error=\"invalid_token\", error_description=\"The token has expired\"");
        assertThat(word(
                        handler,
                        rsa(
                                RSA,
                                claims().expirationTime(Date.from(now.minusSeconds(4)))
                                        .build())))
                .isEqualTo("proceed");
        assertThat(word(handler, rsa(RSA, claims().expirationTime(null).build())))
                .isEqualTo("401 The token has no claim exp");
        assertThat(word(
                        handler,
                        rsa(
                                RSA,
                                claims().notBeforeTime(Date.from(now.plusSeconds(9)))
                                        .build())))
                .isEqualTo("401 The token does not hold yet");
        assertThat(word(handler, rsa(RSA, claims().issuer("x").build())))
                .isEqualTo("401 The token is of another issuer");
        assertThat(word(handler, rsa(RSA, claims().audience("x").build())))
                .isEqualTo("401 The token is for another audience");
        assertThat(word(handler, rsa(RSA, claims().subject(null).build()))).isEqualTo("401 The token has no claim sub");
        assertThat(word(handler, rsa(OTHER_RSA, claims().build())))
                .isEqualTo("401 The token is signed with an unknown key");
        RSAKey impostor = new RSAKey.Builder(OTHER_RSA).keyID("r1").build();
        assertThat(word(handler, rsa(impostor, claims().build()))).isEqualTo("401 The token's signature is wrong");
        assertThat(word(handler, "a.b")).isEqualTo("401 The token is not a signed JWT");
        assertThat(word(handler, new PlainJWT(claims().build()).serialize()))
                .isEqualTo("401 The token is not a signed JWT");
    }

    @Test
    void access_publicKeyAsSecret_isRefused() throws Exception {
        PluginHandler handler = handler(",'Algorithms':['RS256','HS256']", RSA.toPublicJWK());
        byte[] known = RSA.toRSAPublicKey().getEncoded();
        String forged = signed(JWSAlgorithm.HS256, "r1", new MACSigner(known), claims().build());
        assertThat(word(handler, forged)).isEqualTo("401 The token is signed with an unknown key");
        assertThat(word(handler(",'Algorithms':['RS256']", RSA.toPublicJWK()), forged))
                .isEqualTo("401 The token is signed with an algorithm that is not accepted");

        OctetSequenceKey secret = new OctetSequenceKey.Builder(
                        "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
                .keyID("s")
                .build();
        String mine = signed(JWSAlgorithm.HS256, "s", new MACSigner(secret), claims().build());
        assertThat(word(handler(",'Algorithms':['HS256']", secret), mine)).isEqualTo("proceed");
    }

    @Test
    void configure_noKeyForAnyAlgorithm_isRefused() throws Exception {
        String fault =
                "/Keys None of them is for any of the algorithms %s (expected: one at least that is, by its kty, alg and use)";
        assertThat(faults(",'Algorithms':['HS256']", RSA.toPublicJWK())).containsExactly(fault.formatted("HS256"));
        assertThat(faults(",'Algorithms':['RS384','PS512']", EC.toPublicJWK()))
                .containsExactly(fault.formatted("PS512, RS384"));
        JWK toEncrypt =
                new RSAKey.Builder(RSA.toPublicJWK()).keyUse(KeyUse.ENCRYPTION).build();
        assertThat(faults("", toEncrypt)).containsExactly(fault.formatted("ES256, RS256"));
        assertThat(word(handler("", toEncrypt, RSA.toPublicJWK()), rsa(RSA, claims().build())))
                .isEqualTo("proceed");
    }

    @Test
    void access_keySetElsewhere_isFetchedKeptAndRefreshed() throws Exception {
        AtomicInteger fetches = new AtomicInteger();
        AtomicInteger status = new AtomicInteger(500);
        String[] body = {set(RSA.toPublicJWK())};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] bytes = body[0].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
            PluginHandler handler = Plugins.configure(plugin, "{'JwksUrl':'" + url + "'}", context);
            JWTClaimsSet long1 =
                    claims().expirationTime(Date.from(now.plusSeconds(90_000))).build();
            String first = rsa(RSA, long1);
            String second = rsa(OTHER_RSA, long1);
            assertThat(fetches).as("nothing is fetched before a token comes").hasValue(0);
            assertThat(word(handler, first)).isEqualTo("503 Tokens cannot be checked at present");
            assertThat(word(handler, first)).isEqualTo("503 Tokens cannot be checked at present");
            assertThat(fetches).as("not at once again").hasValue(1);

            status.set(200);
            context.advance(Duration.ofSeconds(1));
            assertThat(word(handler, first)).isEqualTo("proceed");
            assertThat(word(handler, second)).isEqualTo("401 The token is signed with an unknown key");
            assertThat(fetches).as("an unknown key soon after a fetch").hasValue(2);

            body[0] = set(OTHER_RSA.toPublicJWK());
            context.advance(RemoteKeys.LEAST_INTERVAL);
            assertThat(word(handler, second)).isEqualTo("proceed");
            assertThat(fetches).hasValue(3);

            status.set(500);
            context.advance(Duration.ofHours(1));
            assertThat(word(handler, second)).as("the last good keys").isEqualTo("proceed");
            assertThat(fetches).hasValue(4);
            body[0] = "<html>";
            status.set(200);
            context.advance(Duration.ofHours(1));
            assertThat(word(handler, second)).isEqualTo("proceed");
            assertThat(fetches).hasValue(5);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void access_secretKeyInPublicSet_isNotUsed() throws Exception {
        OctetSequenceKey secret = new OctetSequenceKey.Builder(
                        "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
                .keyID("s")
                .build();
        RemoteKeys keys = new RemoteKeys("set", () -> JWKSet.parse(set(secret)), Duration.ofMinutes(10), context);
        assertThat(keys.keys(JWKMatcher.forJWSHeader(new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .keyID("s")
                                .build()))
                        .toCompletableFuture()
                        .get())
                .isEmpty();
    }

    @Test
    void configure_faults_areTold() {
        assertThat(Plugins.faults(plugin, "{}")).singleElement().asString().contains("either JwksUrl or Keys");
        assertThat(Plugins.faults(plugin, "{'JwksUrl':'ftp://x/'}"))
                .singleElement()
                .asString()
                .startsWith("/JwksUrl");
        assertThat(Plugins.faults(plugin, "{'JwksUrl':'https://x/ y'}")).hasSize(1);
        assertThat(Plugins.faults(plugin, "{'Keys':[{'kty':'x'}]}"))
                .singleElement()
                .asString()
                .startsWith("/Keys/0");
        assertThat(Plugins.faults(plugin, "{'JwksUrl':'https://x/','Headers':{'Host':'sub'}}"))
                .hasSize(1);
    }
}
