package io.turnpike.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the modules cannot enforce. */
@AnalyzeClasses(packages = "io.turnpike.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule coreKnowsNoContainer = noClasses()
            .that()
            .resideInAnyPackage("..exchange..", "..routing..", "..upstream..", "..balancing..", "..plugin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..", "com.mongodb..", "org.bson..");

    @ArchTest
    static final ArchRule exchangeKnowsNobody = noClasses()
            .that()
            .resideInAPackage("..exchange..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..routing..", "..upstream..", "..balancing..", "io.turnpike.thrift..", "io.netty..");

    /** The embedded MongoDB-protocol server and the client of Redis are built on Netty too, and show it in what we override and wait for. */
    @ArchTest
    static final ArchRule onlyUpstreamsAndTwoLibrariesKnowNetty = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..upstream.thrift..",
                    "..upstream.http..",
                    "..upstream.io..",
                    "..plugin.redis..",
                    "..persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule onlyPersistenceKnowsMongo = noClasses()
            .that()
            .resideOutsideOfPackage("..persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..", "org.bson..", "de.bwaldvogel..", "org.h2..");

    @ArchTest
    static final ArchRule dataPlaneDoorKnowsNoPersistence = noClasses()
            .that()
            .resideInAnyPackage("..web..", "..health..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..persistence..");

    @ArchTest
    static final ArchRule noThreadLocals =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.turnpike.gateway.(**)").should().beFreeOfCycles();
}
