package io.turnpike.gateway.admin;

import io.turnpike.gateway.persistence.FerretDatabase;
import io.turnpike.gateway.persistence.TestDatabase;
import java.nio.file.Path;

class FerretNodesTest extends NodesContract {

    @Override
    TestDatabase database(Path home) {
        FerretDatabase.require();
        return new FerretDatabase(home);
    }
}
