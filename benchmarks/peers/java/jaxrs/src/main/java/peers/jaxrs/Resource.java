package peers.jaxrs;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.TException;
import peers.thrift.AssetManagement;
import peers.thrift.Echo;
import peers.thrift.InsertAssetRequest;
import peers.thrift.InsertAssetResponse;
import peers.thrift.Large;
import peers.thrift.QueryAssetRequest;
import peers.thrift.QueryAssetResponse;
import peers.thrift.Small;

/** The gateway that one writes in Java without a gateway: a method for each call, Jackson, generated classes. */
@Path("/")
@ApplicationScoped
@Produces("application/json")
public class Resource {

    private final ObjectMapper mapper = new ObjectMapper()
            .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, Visibility.PUBLIC_ONLY);
    private final ObjectReader readInsert = mapper.readerFor(InsertAssetRequest.class);
    private final ObjectReader readSmall = mapper.readerFor(Small.class);
    private final ObjectReader readLarge = mapper.readerFor(Large.class);
    private final ObjectWriter writeInserted = mapper.writerFor(InsertAssetResponse.class);
    private final ObjectWriter writeAsset = mapper.writerFor(QueryAssetResponse.class);
    private final ObjectWriter writeSmall = mapper.writerFor(Small.class);
    private final ObjectWriter writeLarge = mapper.writerFor(Large.class);

    private ThriftPool<AssetManagement.Client> assets;
    private ThriftPool<Echo.Client> echo;
    private ThriftPool<Echo.Client> slow;

    @PostConstruct
    void connect() {
        JsonNode services = topology().get("Services");
        assets = new ThriftPool<>(servers(services, "AssetManagement"), AssetManagement.Client::new);
        echo = new ThriftPool<>(servers(services, "Echo"), Echo.Client::new);
        slow = new ThriftPool<>(servers(services, "SlowEcho"), Echo.Client::new);
    }

    private JsonNode topology() {
        try {
            return mapper.readTree(new File(System.getProperty("peers.topology")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> servers(JsonNode services, String name) {
        List<String> addresses = new ArrayList<>();
        services.get(name).get("Servers").forEach(address -> addresses.add(address.asText()));
        return addresses;
    }

    @GET
    @Path("AssetManagement/getAsset")
    public byte[] query(@QueryParam("ID") String id) throws IOException, TException {
        return writeAsset.writeValueAsBytes(assets.call(client -> client.queryAsset(new QueryAssetRequest(id))));
    }

    @POST
    @Path("AssetManagement/newAsset")
    public byte[] insert(byte[] body) throws IOException, TException {
        InsertAssetRequest request = readInsert.readValue(body);
        return writeInserted.writeValueAsBytes(assets.call(client -> client.insertAsset(request)));
    }

    @POST
    @Path("Echo/small")
    public byte[] small(byte[] body) throws IOException, TException {
        Small request = readSmall.readValue(body);
        return writeSmall.writeValueAsBytes(echo.call(client -> client.small(request)));
    }

    @POST
    @Path("Echo/large")
    public byte[] large(byte[] body) throws IOException, TException {
        Large request = readLarge.readValue(body);
        return writeLarge.writeValueAsBytes(echo.call(client -> client.large(request)));
    }

    @POST
    @Path("SlowEcho/small")
    public byte[] slow(byte[] body) throws IOException, TException {
        Small request = readSmall.readValue(body);
        return writeSmall.writeValueAsBytes(slow.call(client -> client.small(request)));
    }
}
