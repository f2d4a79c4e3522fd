package io.turnpike.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.json.JsonMappingException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.thrift.TProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExampleServerTest {

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private ExampleClient start(Example example, Optional<Path> data, boolean framed) throws Exception {
        SharedTable table = new SharedTable(data);
        TProcessor processor = example.processor(table);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Listening listening = framed ? Listening.framed(processor, anyPort) : Listening.buffered(processor, anyPort);
        Thread serving = new Thread(listening.server()::serve, "example-under-test");
        serving.start();
        open.add(() -> {
            listening.server().stop();
            serving.join();
            table.close();
        });
        return new ExampleClient(example, listening.port(), framed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void assetManagement_insertAndQuery_answersWhatWasInserted(boolean framed) throws Exception {
        ExampleClient client = start(Example.AssetManagement, Optional.empty(), framed);

        assertThat(client.call("queryAsset", "{\"ID\":\"2\"}")).isEqualTo("{\"Exist\":false,\"ID\":\"2\"}");
        assertThat(client.call("insertAsset", "{\"ID\":\"2\",\"Name\":\"Größe 東\",\"Market\":\"US\"}"))
                .isEqualTo("{\"Ok\":true,\"Msg\":\"Asset 2 inserted\"}");
        assertThat(client.call("queryAsset", "{\"ID\":\"2\"}"))
                .isEqualTo("{\"Exist\":true,\"ID\":\"2\",\"Name\":\"Größe 東\",\"Market\":\"US\"}");
        assertThat(client.call("insertAsset", "{\"ID\":\"2\",\"Name\":\"Other\"}"))
                .isEqualTo("{\"Ok\":false,\"Msg\":\"Asset 2 exists already\"}");
        assertThat(client.call("queryAsset", "{\"ID\":\"2\"}")).contains("Größe 東");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void userService_insertAndQuery_answersWhatWasInserted(boolean framed) throws Exception {
        ExampleClient client = start(Example.UserService, Optional.of(folder.resolve("users")), framed);

        assertThat(client.call(
                        "insertUser",
                        "{\"ID\":\"u1\",\"Name\":\"Ann\",\"Email\":\"ann@example.org\",\"Age\":-2147483648}"))
                .isEqualTo("{\"Ok\":true,\"Msg\":\"User u1 inserted\"}");
        assertThat(client.call("queryUser", "{\"ID\":\"u1\"}"))
                .isEqualTo(
                        "{\"Exist\":true,\"ID\":\"u1\",\"Name\":\"Ann\",\"Email\":\"ann@example.org\",\"Age\":-2147483648}");
        assertThat(client.call("queryUser", "{\"ID\":\"u2\"}")).isEqualTo("{\"Exist\":false,\"ID\":\"u2\"}");
        assertThatThrownBy(() -> client.call("insertUser", "{\"ID\":\"u3\",\"Age\":2147483648}"))
                .isInstanceOf(JsonMappingException.class);
    }

    @Test
    void insert_noId_isRefusedInTheAnswer() throws Exception {
        for (Example example : Example.values()) {
            ExampleClient client = start(example, Optional.empty(), true);
            String method = example == Example.AssetManagement ? "insertAsset" : "insertUser";

            assertThat(client.call(method, "{\"Name\":\"x\"}"))
                    .isEqualTo("{\"Ok\":false,\"Msg\":\"ID: blank (expected: any other text)\"}");
        }
    }

    @Test
    void servers_withOneDataFile_shareEveryRowAndInsertItOnce() throws Exception {
        Optional<Path> data = Optional.of(folder.resolve("assets"));
        ExampleClient one = start(Example.AssetManagement, data, true);
        ExampleClient two = start(Example.AssetManagement, data, false);
        int assets = 40;
        List<Callable<String>> inserts = new ArrayList<>();
        for (int i = 0; i < assets; i++) {
            String asset = "{\"ID\":\"" + i + "\",\"Name\":\"N" + i + "\",\"Market\":\"M\"}";
            inserts.add(() -> one.call("insertAsset", asset));
            inserts.add(() -> two.call("insertAsset", asset));
        }
        ExecutorService callers = Executors.newFixedThreadPool(8);
        int inserted = 0;
        try {
            for (Future<String> answer : callers.invokeAll(inserts)) {
                inserted += answer.get().contains("\"Ok\":true") ? 1 : 0;
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(inserted).isEqualTo(assets);
        for (int i = 0; i < assets; i++) {
            String query = "{\"ID\":\"" + i + "\"}";
            assertThat(one.call("queryAsset", query)).contains("\"Name\":\"N" + i + "\"");
            assertThat(two.call("queryAsset", query)).contains("\"Name\":\"N" + i + "\"");
        }
        assertThat(Files.readAllLines(data.get())).hasSize(assets);
    }
}
