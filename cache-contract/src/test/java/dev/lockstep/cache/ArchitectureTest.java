package dev.lockstep.cache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lockstep.cache");

    @Test
    void allOfTheModuleIsLookedAt() {
        assertThat(CLASSES.stream().map(each -> each.getPackageName()).distinct())
                .containsExactlyInAnyOrder(
                        "dev.lockstep.cache.document",
                        "dev.lockstep.cache.position",
                        "dev.lockstep.cache.redis",
                        "dev.lockstep.cache.table");
    }

    @Test
    void lettuceIsKnownInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.lockstep.cache.redis")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "io.netty..", "reactor..")
                .check(CLASSES);
    }

    @Test
    void whatOthersCallDoesNotShowTheDriver() {
        noClasses()
                .that()
                .arePublic()
                .and()
                .doNotHaveSimpleName("RedisCache")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..")
                .check(CLASSES);
    }

    @Test
    void positionsKnowNothingElse() {
        classes()
                .that()
                .resideInAPackage("dev.lockstep.cache.position")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.lockstep.cache.position", "java..", "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void documentsAndTablesDoNotKnowRedis() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.lockstep.cache.document", "dev.lockstep.cache.table")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lockstep.cache.redis", "io.lettuce..")
                .check(CLASSES);
    }

    @Test
    void packagesDoNotGoRoundInCircles() {
        slices().matching("dev.lockstep.cache.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
