package io.turnpike.thrift.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.turnpike.thrift.protocol.ThriftProtocol;

class CompactReplyFuzzTest {

    private static final ReplyCheck REPLIES = new ReplyCheck(ThriftProtocol.COMPACT);

    @FuzzTest(maxDuration = "10m")
    void readReply_anyBytes_isRefusedOrStable(byte[] bytes) throws Exception {
        REPLIES.check(bytes);
    }
}
