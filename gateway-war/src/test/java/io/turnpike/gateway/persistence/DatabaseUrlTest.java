package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://localhost:27017",
                "mongodb://u:p%2Fw@a:1,b:2,c/db?replicaSet=rs0&tls=true&w=1&authMechanism=SCRAM-SHA-256",
                "mongodb://[::1]:27017/",
                "mongodb://me:pass#word@host?w=1",
                "mongodb+srv://u:p@cluster0.example.net/?retryWrites=true&w=majority",
                "mongodb://h/?tlsCAFile=/etc/ca.pem&retryWrites=false"
            })
    void faultOf_whatTheDriverTakes_isNone(String url) {
        assertThat(DatabaseUrl.faultOf(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://",
                "mongodb://me:hunter2/x@host:27017/",
                "mongodb://me:hunter2@x@host:27017/",
                "mongodb://me:hunter2?x@host:27017/",
                "mongodb://me:hunter2%zz@host:27017/",
                "mongodb://me:hunter2@host:port/",
                "mongodb://me:hunter2@host:70000/",
                "mongodb://me:hunter2@host/?authMechanism=hunter2",
                "mongodb://me:hunter2@host/?authMechanism=MONGODB-X509",
                "mongodb://me:hunter2@host/?hunter2",
                "mongodb://me:hunter2@host/?tlsCAFile=%zzhunter2",
                "mongodb://host/?tlsCertificateKeyFile=/x&tlsCertificateKeyFilePassword=hunter2",
                "mongodb+srv://me:hunter2@a.example.net,b.example.net/",
                "http://me:hunter2@host/"
            })
    void faultOf_whatItDoesNotTake_saysWhatWasExpectedWithoutTheSecret(String url) {
        assertThat(DatabaseUrl.faultOf(url))
                .get()
                .asString()
                .contains("(expected: ")
                .doesNotContain("hunter2", "me:");
        assertThatThrownBy(() -> MongoStores.external(url, "db", "c", TestDatabase.SECRETS))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("dbUrl")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void hosts_anyText_areWithoutUserPasswordAndOptions() {
        assertThat(DatabaseUrl.hosts("mongodb://me:hunter2@a:1,b/db?authMechanismProperties=AWS_SESSION_TOKEN:hunter2"))
                .isEqualTo("a:1,b");
        assertThat(DatabaseUrl.hosts("mongodb+srv://me:hunter2@a.example.net/")).isEqualTo("a.example.net");
        assertThat(DatabaseUrl.hosts("mongodb://me:hunter2/x@host")).doesNotContain("hunter2");
        assertThat(DatabaseUrl.of("mongodb://me:hunter2@a:1/?tlsCAFile=x")).hasToString("MongoDB at a:1");
    }

    @Test
    void of_tlsCaFile_isTakenOutAndDecoded() {
        assertThat(DatabaseUrl.of("mongodb://h/?w=1&TLSCAFile=/etc/my%20ca+1.pem&tls=true"))
                .isEqualTo(new DatabaseUrl("mongodb://h/?w=1&tls=true", Optional.of("/etc/my ca+1.pem")));
    }

    @Test
    void settings_options_areTheDriversButForWhatWrittenAndReadMean() throws Exception {
        MongoClientSettings settings =
                MongoStores.settings(DatabaseUrl.of("mongodb://me:hunter2@a:1,b:2/?replicaSet=rs0"
                        + "&tls=true&w=0&journal=false&readPreference=secondary&readConcernLevel=local&retryWrites=false"
                        + "&appName=mine&maxPoolSize=3&serverSelectionTimeoutMS=700&connectTimeoutMS=800"));
        assertThat(settings.getClusterSettings().getHosts())
                .containsExactly(new ServerAddress("a", 1), new ServerAddress("b", 2));
        assertThat(settings.getClusterSettings().getRequiredReplicaSetName()).isEqualTo("rs0");
        assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.MILLISECONDS))
                .isEqualTo(700);
        assertThat(settings.getSocketSettings().getConnectTimeout(TimeUnit.MILLISECONDS))
                .isEqualTo(800);
        assertThat(settings.getConnectionPoolSettings().getMaxSize()).isEqualTo(3);
        assertThat(settings.getSslSettings().isEnabled()).isTrue();
        assertThat(settings.getCredential().getUserName()).isEqualTo("me");
        assertThat(settings.getApplicationName()).isEqualTo("mine");
        assertThat(settings.getRetryWrites()).isFalse();
        assertThat(settings.getWriteConcern())
                .isEqualTo(WriteConcern.MAJORITY.withJournal(true).withWTimeout(10, TimeUnit.SECONDS));
        assertThat(settings.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
        assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
    }

    @Test
    void settings_nothingSaid_giveUpInSeconds() throws Exception {
        MongoClientSettings settings = MongoStores.settings(DatabaseUrl.of("mongodb://h/?wTimeoutMS=1500"));
        assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(settings.getWriteConcern().getWTimeout(TimeUnit.MILLISECONDS))
                .isEqualTo(1500);
        assertThat(settings.getApplicationName()).isEqualTo("turnpike");
    }

    @Test
    void settings_caFileThatIsNone_isNamed() {
        assertThatThrownBy(() -> MongoStores.settings(DatabaseUrl.of("mongodb://h/?tlsCAFile=/nowhere/ca.pem")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("tlsCAFile, /nowhere/ca.pem, cannot be used");
    }
}
