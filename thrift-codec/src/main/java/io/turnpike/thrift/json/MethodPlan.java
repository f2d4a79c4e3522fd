package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.HeaderTemplate;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.protocol.ThriftWriter;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.List;
import java.util.Map;

/**
 * The messages of one method in one protocol, laid out for speed. Immutable.
 *
 * @param body what the body stands for: the arguments, or the only one of them
 * @param beforeBody what stands around the body in the arguments; empty if it is the arguments
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out
record MethodPlan(
        HeaderTemplate callHeader, HeaderTemplate replyHeader, StructPlan body, byte[] beforeBody, ResultPlan result) {

    /**
     * Makes it.
     *
     * @param calledName the name that a call carries
     * @param exceptionStatus statuses for declared exceptions, by the name of their type
     * @param planner makes the plans of the structs, and remembers them; not used by anybody else meanwhile
     */
    static MethodPlan of(
            MethodSchema method,
            ThriftProtocol protocol,
            String calledName,
            Map<String, Integer> exceptionStatus,
            Planner planner) {
        StructPlan body;
        byte[] beforeBody = {};
        List<FieldSchema> arguments = method.arguments().fields();
        if (arguments.size() == 1 && arguments.get(0).type() instanceof StructSchema only) {
            body = planner.planRequest(only);
            ByteSink before = new ByteSink(3);
            ThriftWriter writer = ThriftWriter.of(protocol, before);
            writer.beginStruct();
            writer.beginField(only.wireType(), arguments.get(0).id());
            beforeBody = before.toByteArray();
        } else {
            body = planner.planRequest(
                    StructSchema.of("arguments of " + method.name(), StructSchema.Kind.STRUCT, arguments));
        }
        ResultPlan result = new ResultPlan(method, planner);
        return new MethodPlan(
                new HeaderTemplate(protocol, calledName, method.oneway() ? MessageType.ONEWAY : MessageType.CALL),
                new HeaderTemplate(protocol, method.name(), MessageType.REPLY),
                body,
                beforeBody,
                exceptionStatus.isEmpty() ? result : result.with(exceptionStatus));
    }
}
