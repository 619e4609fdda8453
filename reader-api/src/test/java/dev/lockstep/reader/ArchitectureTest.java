package dev.lockstep.reader;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    private static final String ROOT = "dev.lockstep.reader";

    private final JavaClasses reader = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // What the framework generates beside our classes.
            .withImportOption(location -> !location.contains("/$"))
            .importPackages(ROOT);

    @Test
    void httpStandsOnLookupAndLookupOnTheSource() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("wiring")
                .definedBy(ROOT)
                .layer("http")
                .definedBy(ROOT + ".http..")
                .layer("lookup")
                .definedBy(ROOT + ".lookup..")
                .layer("changes")
                .definedBy(ROOT + ".changes..")
                .layer("source")
                .definedBy(ROOT + ".source..")
                .layer("access")
                .definedBy(ROOT + ".access..")
                .layer("startup")
                .definedBy(ROOT + ".startup..")
                .whereLayer("wiring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("http")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("lookup")
                .mayOnlyBeAccessedByLayers("wiring", "http")
                .whereLayer("access")
                .mayOnlyBeAccessedByLayers("wiring", "http")
                .whereLayer("changes")
                .mayOnlyBeAccessedByLayers("wiring", "http")
                .whereLayer("source")
                .mayOnlyBeAccessedByLayers("wiring", "http", "lookup")
                .check(reader);
    }

    @Test
    void theDatabaseIsKnownToTheSourceOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".source..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".Wiring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "com.mysql..")
                .check(reader);
    }

    @Test
    void redisIsReachedThroughTheContractOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "redis.clients..")
                .check(reader);
    }

    @Test
    void whatDecidesKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".access..",
                        ROOT + ".lookup..",
                        ROOT + ".changes..",
                        ROOT + ".source..",
                        ROOT + ".startup..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micronaut..", "io.netty..", "io.micrometer..", "jakarta..", "reactor..")
                .check(reader);
    }

    @Test
    void whatHttpSeesIsNotForOthers() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".http..")
                .should()
                .notBePublic()
                .check(reader);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(reader);
    }
}
