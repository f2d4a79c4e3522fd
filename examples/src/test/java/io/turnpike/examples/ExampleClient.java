package io.turnpike.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.schema.ThriftSchema;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

/** Calls an example in JSON, a connection for each call: through the codec that the gateway uses, over a plain socket. */
final class ExampleClient {

    private static final int SEQUENCE_ID = 7;

    private final Map<String, MethodTranscoder> methods;
    private final int port;
    private final boolean framed;

    ExampleClient(Example example, int port, boolean framed) throws Exception {
        try (var idl = Example.class.getResourceAsStream(example.name() + ".thrift")) {
            this.methods = MethodTranscoder.ofAll(
                    ThriftSchema.compile(IdlSources.of(new String(idl.readAllBytes(), UTF_8)))
                            .service(example.name())
                            .orElseThrow(),
                    MappingOptions.DEFAULTS);
        }
        this.port = port;
        this.framed = framed;
    }

    String call(String method, String json) throws Exception {
        ByteSink call = new ByteSink(256);
        methods.get(method).writeCall(SEQUENCE_ID, CallInput.ofBody(json.getBytes(UTF_8)), call);
        byte[] reply = exchange(call.toByteArray());
        ByteSink answer = new ByteSink(256);
        methods.get(method).readReply(reply, 0, reply.length, SEQUENCE_ID, answer);
        return new String(answer.toByteArray(), UTF_8);
    }

    private byte[] exchange(byte[] message) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (framed) {
                out.writeInt(message.length);
                out.write(message);
                return in.readNBytes(in.readInt());
            }
            out.write(message);
            // Unframed, a reply has no length: the server answers, finds no second call and closes.
            socket.shutdownOutput();
            return in.readAllBytes();
        }
    }
}
