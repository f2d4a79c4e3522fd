package peers.armeria;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.thrift.ThriftClients;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.Scheme;
import com.linecorp.armeria.common.SerializationFormat;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.thrift.TException;
import org.apache.thrift.async.AsyncMethodCallback;
import peers.thrift.AssetManagement;
import peers.thrift.Echo;
import peers.thrift.InsertAssetRequest;
import peers.thrift.InsertAssetResponse;
import peers.thrift.Large;
import peers.thrift.QueryAssetRequest;
import peers.thrift.QueryAssetResponse;
import peers.thrift.Small;

/**
 * The gateway that one writes with Armeria: Jackson, generated classes, its asynchronous Thrift client. That client speaks Thrift
 * over HTTP alone, so the servers answer it by HTTP/1.1, where all others call them framed. Usage: {@code ArmeriaPeer PORT TOPOLOGY}.
 */
public final class ArmeriaPeer {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, Visibility.PUBLIC_ONLY);
    private static final SerializationFormat BINARY = SerializationFormat.of("tbinary");

    private ArmeriaPeer() {}

    public static void main(String[] arguments) throws IOException {
        JsonNode services = MAPPER.readTree(new File(arguments[1])).get("Services");
        AssetManagement.AsyncIface assets = client(services, "AssetManagement", AssetManagement.AsyncIface.class);
        Echo.AsyncIface echo = client(services, "Echo", Echo.AsyncIface.class);
        Echo.AsyncIface slow = client(services, "SlowEcho", Echo.AsyncIface.class);
        ObjectReader insert = MAPPER.readerFor(InsertAssetRequest.class);
        ObjectReader small = MAPPER.readerFor(Small.class);
        ObjectReader large = MAPPER.readerFor(Large.class);
        Server.builder()
                .http(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])))
                .service(
                        "/AssetManagement/newAsset",
                        ArmeriaPeer.<InsertAssetResponse>serve((request, answer) -> assets.insertAsset(
                                insert.readValue(request.content().array()), answer)))
                .service(
                        "/AssetManagement/getAsset",
                        (context, request) -> ArmeriaPeer.<QueryAssetResponse>answer(callback -> assets.queryAsset(
                                new QueryAssetRequest(QueryParams.fromQueryString(context.query())
                                        .get("ID")),
                                callback)))
                .service(
                        "/Echo/small",
                        ArmeriaPeer.<Small>serve((request, answer) ->
                                echo.small(small.readValue(request.content().array()), answer)))
                .service(
                        "/Echo/large",
                        ArmeriaPeer.<Large>serve((request, answer) -> echo.large(
                                large.<Large>readValue(request.content().array()), answer)))
                .service(
                        "/SlowEcho/small",
                        ArmeriaPeer.<Small>serve((request, answer) ->
                                slow.small(small.readValue(request.content().array()), answer)))
                .build()
                .start()
                .join();
    }

    private static <C> C client(JsonNode services, String name, Class<C> type) {
        List<Endpoint> endpoints = new ArrayList<>();
        services.get(name).get("Servers").forEach(address -> endpoints.add(Endpoint.parse(address.asText())));
        return ThriftClients.builder(Scheme.of(BINARY, SessionProtocol.H1C), EndpointGroup.of(endpoints))
                .path("/")
                .responseTimeoutMillis(10_000)
                .build(type);
    }

    private interface Call<R> {
        void on(AggregatedHttpRequest request, AsyncMethodCallback<R> answer) throws IOException, TException;
    }

    private interface Start<R> {
        void with(AsyncMethodCallback<R> answer) throws IOException, TException;
    }

    private static <R> HttpService serve(Call<R> call) {
        return (context, request) -> HttpResponse.of(request.aggregate()
                .thenApply(whole -> answer((Start<R>) callback -> call.on(whole, callback))));
    }

    private static <R> HttpResponse answer(Start<R> start) {
        CompletableFuture<HttpResponse> done = new CompletableFuture<>();
        try {
            start.with(new AsyncMethodCallback<R>() {
                @Override
                public void onComplete(R reply) {
                    try {
                        byte[] body = MAPPER.writeValueAsBytes(reply);
                        done.complete(HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(body)));
                    } catch (IOException e) {
                        onError(e);
                    }
                }

                @Override
                public void onError(Exception e) {
                    done.complete(HttpResponse.of(HttpStatus.BAD_GATEWAY, MediaType.PLAIN_TEXT, String.valueOf(e)));
                }
            });
        } catch (IOException | TException e) {
            done.complete(HttpResponse.of(HttpStatus.BAD_REQUEST, MediaType.PLAIN_TEXT, String.valueOf(e)));
        }
        return HttpResponse.of(done);
    }
}
