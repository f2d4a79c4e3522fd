package io.turnpike.gateway.admin;

import io.turnpike.gateway.persistence.JavaServerDatabase;
import io.turnpike.gateway.persistence.TestDatabase;
import java.nio.file.Path;

class JavaServerNodesTest extends NodesContract {

    @Override
    TestDatabase database(Path home) {
        return new JavaServerDatabase(home);
    }
}
