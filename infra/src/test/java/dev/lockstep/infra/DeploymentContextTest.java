package dev.lockstep.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.infra.Deployment.DatabaseChoice;
import dev.lockstep.infra.Deployment.NetworkChoice;
import dev.lockstep.settings.InvalidSettingsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeploymentContextTest {

    private static final Map<String, Object> LEAST = Map.of(
            "lockstep:databaseName", "heroes",
            "lockstep:tables", List.of("hero", "shop.item"),
            "lockstep:workerImage", "lockstep/cdc-worker:1.2",
            "lockstep:readerImage", "lockstep/reader-api:1.3");

    @Test
    void theRestHasDefaults() {
        Deployment deployment = DeploymentContext.read(LEAST);

        assertThat(deployment.name()).isEqualTo("lockstep");
        assertThat(deployment.stack("Data")).isEqualTo("Lockstep-Data");
        assertThat(deployment.network()).isEqualTo(new NetworkChoice.New());
        assertThat(deployment.database()).isEqualTo(new DatabaseChoice.New("r7g.large", true));
        assertThat(deployment.cache())
                .isEqualTo(new Deployment.CacheChoice(CacheEngine.REDIS, "cache.r7g.large", 1, "volatile-lru"));
        assertThat(deployment.schema()).isEqualTo("heroes");
        assertThat(deployment.tables()).containsExactly("hero", "shop.item");
        assertThat(deployment.lookups()).containsExactly("none");
        assertThat(deployment.worker().image()).isEqualTo(new ImageName("lockstep/cdc-worker", "1.2"));
        assertThat(deployment.worker().size()).isEqualTo(new TaskSize(1024, 2048));
        assertThat(deployment.reader().count()).isEqualTo(2);
        assertThat(deployment.reader().certificateArn()).isEmpty();
        assertThat(deployment.watching().alarmTopicArn()).isEmpty();
        assertThat(deployment.watching().logs()).isEqualTo(LogRetention.MONTH);
    }

    @Test
    void everythingCanBeSaid() {
        Deployment deployment = DeploymentContext.read(with(Map.ofEntries(
                Map.entry("lockstep:name", "blue"),
                Map.entry("lockstep:vpcId", "vpc-0123456789abcdef0"),
                Map.entry("lockstep:availabilityZones", "eu-west-1a,eu-west-1b"),
                Map.entry("lockstep:privateSubnetIds", List.of("subnet-0123456789abcdef1", "subnet-0123456789abcdef2")),
                Map.entry("lockstep:databaseHost", "db.example.com"),
                Map.entry("lockstep:databaseSecurityGroupId", "sg-0123456789abcdef0"),
                Map.entry("lockstep:lookups", "hero:name,shop.item:maker+code"),
                Map.entry("lockstep:cacheEngine", "valkey"),
                Map.entry("lockstep:cacheNode", "cache.t4g.small"),
                Map.entry("lockstep:cacheReplicas", 2),
                Map.entry("lockstep:cacheMemoryPolicy", "noeviction"),
                Map.entry("lockstep:workerSize", "2048/4096"),
                Map.entry("lockstep:readerSize", "512/1024"),
                Map.entry("lockstep:readerCount", 5),
                Map.entry("lockstep:certificateArn", "arn:aws:acm:eu-west-1:123456789012:certificate/1"),
                Map.entry("lockstep:alarmTopicArn", "arn:aws:sns:eu-west-1:123456789012:alarms"),
                Map.entry("lockstep:logRetention", "7d"))));

        assertThat(deployment.lookups()).containsExactly("hero:name", "shop.item:maker+code");
        assertThat(deployment.stack("Data")).isEqualTo("Blue-Data");
        assertThat(deployment.network())
                .isEqualTo(new NetworkChoice.Given(
                        "vpc-0123456789abcdef0",
                        List.of("eu-west-1a", "eu-west-1b"),
                        List.of("subnet-0123456789abcdef1", "subnet-0123456789abcdef2")));
        assertThat(deployment.database()).isEqualTo(new DatabaseChoice.Given("db.example.com", "sg-0123456789abcdef0"));
        assertThat(deployment.cache())
                .isEqualTo(new Deployment.CacheChoice(CacheEngine.VALKEY, "cache.t4g.small", 2, "noeviction"));
        assertThat(deployment.worker().size()).isEqualTo(new TaskSize(2048, 4096));
        assertThat(deployment.reader().service().size()).isEqualTo(new TaskSize(512, 1024));
        assertThat(deployment.reader().count()).isEqualTo(5);
        assertThat(deployment.reader().certificateArn()).contains("arn:aws:acm:eu-west-1:123456789012:certificate/1");
        assertThat(deployment.watching().alarmTopicArn()).contains("arn:aws:sns:eu-west-1:123456789012:alarms");
        assertThat(deployment.watching().logs()).isEqualTo(LogRetention.WEEK);
    }

    @Test
    void aNewClusterCanDoWithoutTheEnhancedBinlog() {
        Deployment deployment = DeploymentContext.read(
                with(Map.of("lockstep:databaseInstance", "r8g.xlarge", "lockstep:enhancedBinlog", false)));

        assertThat(deployment.database()).isEqualTo(new DatabaseChoice.New("r8g.xlarge", false));
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        assertThat(problems(Map.of(
                        "lockstep:table", "hero",
                        "lockstep:workerImage", "lockstep/cdc-worker",
                        "lockstep:readerImage", "lockstep/reader-api:1",
                        "lockstep:cacheMemoryPolicy", "allkeys-lru",
                        "lockstep:readerCount", 1,
                        "lockstep:vpcId", "vpc-0123456789abcdef0",
                        "@aws-cdk/core:bootstrapQualifier", "other")))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("lockstep:table in the context is not a setting")
                                .contains("lockstep:tables"),
                        problem -> assertThat(problem).startsWith("lockstep:databaseName is missing"),
                        problem -> assertThat(problem).startsWith("lockstep:tables is missing"),
                        problem -> assertThat(problem)
                                .startsWith("lockstep:workerImage: 'lockstep/cdc-worker' (expected: "),
                        problem -> assertThat(problem).startsWith("lockstep:cacheMemoryPolicy: 'allkeys-lru'"),
                        problem -> assertThat(problem).startsWith("lockstep:readerCount: '1'"),
                        problem -> assertThat(problem)
                                .startsWith("lockstep:availabilityZones, lockstep:privateSubnetIds missing"));
    }

    @Test
    void zonesAndSubnetsBelongTogether() {
        assertThat(problems(with(Map.of(
                        "lockstep:vpcId", "vpc-0123456789abcdef0",
                        "lockstep:availabilityZones", "eu-west-1a,eu-west-1b",
                        "lockstep:privateSubnetIds", "subnet-0123456789abcdef1"))))
                .singleElement()
                .asString()
                .contains("lockstep:availabilityZones: 2, and lockstep:privateSubnetIds: 1");
    }

    @Test
    void aGivenDatabaseIsInAGivenNetwork() {
        assertThat(problems(with(Map.of(
                        "lockstep:databaseHost",
                        "db.example.com",
                        "lockstep:databaseSecurityGroupId",
                        "sg-0123456789abcdef0"))))
                .singleElement()
                .asString()
                .contains("lockstep:databaseHost without lockstep:vpcId");
    }

    private static List<String> problems(Map<String, Object> context) {
        return catchThrowableOfType(InvalidSettingsException.class, () -> DeploymentContext.read(context))
                .problems();
    }

    private static Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> context = new HashMap<>(LEAST);
        context.putAll(more);
        return context;
    }
}
