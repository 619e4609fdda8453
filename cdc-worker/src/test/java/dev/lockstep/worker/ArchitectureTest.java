package dev.lockstep.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which room may know which. */
final class ArchitectureTest {

    private static final String WORKER = "dev.lockstep.worker";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(WORKER);

    @Test
    void aChangeTravelsOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(WORKER + "..")
                .layer("main")
                .definedBy(WORKER)
                .layer("http")
                .definedBy(WORKER + ".http")
                .layer("supervise")
                .definedBy(WORKER + ".supervise")
                .layer("freshness")
                .definedBy(WORKER + ".freshness")
                .layer("resync")
                .definedBy(WORKER + ".resync")
                .layer("apply")
                .definedBy(WORKER + ".apply")
                .layer("capture")
                .definedBy(WORKER + ".capture")
                .layer("change")
                .definedBy(WORKER + ".change")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("http")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("supervise")
                .mayOnlyBeAccessedByLayers("main", "http")
                .whereLayer("freshness")
                .mayOnlyBeAccessedByLayers("main", "supervise")
                .whereLayer("resync")
                .mayOnlyBeAccessedByLayers("main", "supervise", "freshness")
                .whereLayer("capture")
                .mayOnlyBeAccessedByLayers("main", "supervise", "resync")
                .whereLayer("apply")
                .mayOnlyBeAccessedByLayers("main", "supervise", "freshness")
                .whereLayer("change")
                .mayOnlyBeAccessedByLayers("apply", "capture")
                .check(classes);
    }

    @Test
    void onlyCaptureKnowsTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(WORKER + ".capture")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.debezium..", "org.apache.kafka..", "com.github.shyiko..")
                .check(classes);
    }

    @Test
    void nobodyKnowsTheRedisDriver() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lettuce..")
                .check(classes);
    }

    @Test
    void onlyResyncAsksTheDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage(WORKER + ".resync")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.sql\\.(Connection|Statement|DriverManager|ResultSet|PreparedStatement)")
                .check(classes);
    }

    @Test
    void theRoomsHaveNoCycles() {
        slices().matching(WORKER + ".(*)..").should().beFreeOfCycles().check(classes);
    }
}
