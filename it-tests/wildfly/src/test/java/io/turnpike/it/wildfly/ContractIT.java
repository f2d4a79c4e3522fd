package io.turnpike.it.wildfly;

import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.scenario.AdminContract;
import io.turnpike.it.scenario.CallContract;
import io.turnpike.it.scenario.ConfigFileContract;
import io.turnpike.it.scenario.DateContract;
import io.turnpike.it.scenario.HttpContract;
import io.turnpike.it.scenario.HttpFaultContract;
import io.turnpike.it.scenario.InteropScenarios;
import io.turnpike.it.scenario.OwnershipContract;
import io.turnpike.it.scenario.PluginAdminContract;
import io.turnpike.it.scenario.PythonExampleContract;
import io.turnpike.it.scenario.ReferencePluginContract;
import io.turnpike.it.scenario.RevisionContract;
import io.turnpike.it.scenario.RouteContract;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The HTTP contract, on a server that Arquillian starts. */
@ArquillianTest
@RunAsClient
final class ContractIT
        implements AdminContract,
                OwnershipContract,
                RevisionContract,
                RouteContract,
                PluginAdminContract,
                ReferencePluginContract,
                HttpContract,
                HttpFaultContract,
                DateContract,
                ConfigFileContract,
                CallContract,
                InteropScenarios,
                PythonExampleContract {

    @ArquillianResource
    private URI address;

    @Deployment(testable = false)
    static WebArchive gatewayWar() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, GatewaySetup.war().toFile());
    }

    @Override
    public Gateway gateway() {
        // The server names the machine; what it listens on is the loopback address.
        return new Gateway(URI.create("http://127.0.0.1:" + address.getPort() + "/"));
    }
}
