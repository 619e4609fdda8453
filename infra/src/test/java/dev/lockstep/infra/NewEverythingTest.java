package dev.lockstep.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.settings.Setting;
import dev.lockstep.settings.SharedSettings;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

/** A deployment that makes all there is, in a network of its own. */
final class NewEverythingTest {

    private static final Pattern SECRET = Pattern.compile("(?i)(.*password|secretstring|authtoken)s?");
    private static final String RESOLVED_AT_DEPLOYMENT = "{{resolve:secretsmanager:";

    private static final Templates TEMPLATES = Templates.of(Map.of(
            "lockstep:databaseName", "heroes",
            "lockstep:tables", "hero,villain",
            "lockstep:workerImage", "lockstep/cdc-worker:1",
            "lockstep:readerImage", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/lockstep/reader-api:1",
            "lockstep:alarmTopicArn", "arn:aws:sns:eu-west-1:123456789012:alarms"));

    @Test
    void theBinlogHasWholeRowsAndGtids() {
        TEMPLATES
                .data()
                .hasResourceProperties(
                        "AWS::RDS::DBClusterParameterGroup",
                        Map.of(
                                "Family",
                                "aurora-mysql8.0",
                                "Parameters",
                                Map.of(
                                        "binlog_format", "ROW",
                                        "binlog_row_image", "full",
                                        "gtid-mode", "ON",
                                        "enforce_gtid_consistency", "ON",
                                        "aurora_enhanced_binlog", "1",
                                        "binlog_backup", "0",
                                        "binlog_replication_globaldb", "0")));
        TEMPLATES
                .data()
                .hasResourceProperties(
                        "AWS::RDS::DBCluster",
                        Map.of(
                                "DBClusterParameterGroupName", Map.of("Ref", Match.anyValue()),
                                "StorageEncrypted", true,
                                "DeletionProtection", true));
    }

    @Test
    void redisIsEncryptedAndNeverEvictsAWatermark() {
        TEMPLATES
                .data()
                .hasResourceProperties(
                        "AWS::ElastiCache::ReplicationGroup",
                        Map.of(
                                "Engine",
                                "redis",
                                "TransitEncryptionEnabled",
                                true,
                                "TransitEncryptionMode",
                                "required",
                                "AtRestEncryptionEnabled",
                                true,
                                "AutomaticFailoverEnabled",
                                true,
                                "NumCacheClusters",
                                2,
                                "UserGroupIds",
                                List.of("lockstep")));
        TEMPLATES
                .data()
                .hasResourceProperties(
                        "AWS::ElastiCache::ParameterGroup",
                        Map.of("Properties", Map.of("maxmemory-policy", "volatile-lru")));
    }

    @Test
    void redisKnowsTheTwoServicesAndNobodyElse() {
        assertThat(TEMPLATES.properties("AWS::ElastiCache::User")).hasSize(3).allSatisfy(user -> {
            assertThat(user.path("AccessString").asText()).contains("-@all").doesNotContain("+@");
            assertThat(user.path("NoPasswordRequired").asBoolean()).isFalse();
            if (user.path("UserName").asText().equals("default")) {
                assertThat(user.path("AccessString").asText()).startsWith("off ");
            } else {
                assertThat(user.path("AccessString").asText()).startsWith("on ~lockstep:* ");
            }
        });
    }

    @Test
    void aNewWorkerStandsByBeforeTheOldOneIsStopped() {
        JsonNode service = serviceOf("Worker");
        JsonNode deployment = service.path("DeploymentConfiguration");

        assertThat(service.path("DesiredCount").asInt()).isEqualTo(1);
        assertThat(deployment.path("MaximumPercent").asInt()).isEqualTo(200);
        assertThat(deployment.path("MinimumHealthyPercent").asInt()).isEqualTo(100);
        assertThat(TEMPLATES.resources().map(resource -> resource.path("Type").asText()))
                .doesNotContain("AWS::ApplicationAutoScaling::ScalableTarget");
    }

    @Test
    void readersAreReplacedOneByOneBehindAnInternalLoadBalancer() {
        JsonNode service = serviceOf("Reader");

        assertThat(service.path("DesiredCount").asInt()).isEqualTo(2);
        assertThat(service.path("DeploymentConfiguration")
                        .path("MinimumHealthyPercent")
                        .asInt())
                .isEqualTo(100);
        assertThat(service.path("LoadBalancers").path(0).path("ContainerPort").asInt())
                .isEqualTo(8080);
        TEMPLATES
                .services()
                .hasResourceProperties("AWS::ElasticLoadBalancingV2::LoadBalancer", Map.of("Scheme", "internal"));
        TEMPLATES
                .services()
                .hasResourceProperties(
                        "AWS::ElasticLoadBalancingV2::TargetGroup",
                        Map.of("HealthCheckPath", "/health/readiness", "Matcher", Map.of("HttpCode", "200")));
    }

    @Test
    void theServicesAreToldWhatTheyNeed() {
        assertThat(TEMPLATES.properties("AWS::ECS::TaskDefinition"))
                .hasSize(2)
                .map(task -> task.path("ContainerDefinitions").path(0))
                .allSatisfy(container -> {
                    assertThat(names(container, "Environment"))
                            .filteredOn(name -> !name.startsWith("READER_"))
                            .containsExactly(
                                    "CACHE_NAMESPACE",
                                    "DB_HOST",
                                    "DB_LOOKUPS",
                                    "DB_NAME",
                                    "DB_PORT",
                                    "DB_TABLE",
                                    "DB_TLS",
                                    "DB_USER",
                                    "HTTP_HOST",
                                    "HTTP_PORT",
                                    "LOG_FORMAT");
                    assertThat(names(container, "Secrets")).containsExactly("DB_PASS", "REDIS_URL");
                    assertThat(container.path("HealthCheck").path("Command").toString())
                            .contains("liveness");
                    assertThat(container.path("StopTimeout").asInt()).isEqualTo(30);
                });
    }

    @Test
    void theReadersAreToldThatTheNetworkLetsNobodyElseIn() {
        assertThat(TEMPLATES
                        .properties("AWS::ECS::TaskDefinition")
                        .map(task -> task.path("ContainerDefinitions").path(0))
                        .filter(container -> names(container, "Environment").anyMatch("READER_AUTH"::equals))
                        .map(container -> container.path("Name").asText()))
                .containsExactly("reader-api");
    }

    @Test
    void whatTheServicesAreToldIsWhatTheyListenTo() {
        Stream<String> listened =
                Stream.concat(SharedSettings.all().stream().map(Setting::name), Stream.of("HTTP_PORT", "READER_AUTH"));

        assertThat(TEMPLATES
                        .properties("AWS::ECS::TaskDefinition")
                        .map(task -> task.path("ContainerDefinitions").path(0))
                        .flatMap(container ->
                                Stream.concat(names(container, "Environment"), names(container, "Secrets")))
                        .distinct())
                .isNotEmpty()
                .isSubsetOf(listened.toList());
    }

    @Test
    void noSecretIsWrittenDown() {
        List<JsonNode> secrets = TEMPLATES
                .resources()
                .flatMap(resource -> resource.findParents("Properties").stream())
                .flatMap(resource -> secretsIn(resource.path("Properties")))
                .toList();

        assertThat(secrets)
                .hasSizeGreaterThan(4)
                .allSatisfy(secret -> assertThat(secret.toString()).contains(RESOLVED_AT_DEPLOYMENT));
        assertThat(TEMPLATES.properties("AWS::SecretsManager::Secret"))
                .filteredOn(secret -> secret.has("SecretString"))
                .hasSize(2)
                .allSatisfy(url -> assertThat(url.path("SecretString").toString())
                        .contains("\"rediss://lockstep-")
                        .contains(":" + RESOLVED_AT_DEPLOYMENT));
    }

    @Test
    void nothingIsOpenToAnAddress() {
        assertThat(TEMPLATES.properties("AWS::EC2::SecurityGroup"))
                .hasSize(6)
                .allSatisfy(
                        group -> assertThat(group.path("SecurityGroupIngress").isMissingNode())
                                .isTrue());
        assertThat(TEMPLATES.properties("AWS::EC2::SecurityGroupIngress"))
                .allSatisfy(
                        rule -> assertThat(rule.has("SourceSecurityGroupId")).isTrue())
                .map(rule -> rule.path("Description").asText() + " "
                        + rule.path("FromPort").asText())
                .containsExactlyInAnyOrder(
                        "The worker reads the binlog 3306",
                        "A reader fills a miss 3306",
                        "The worker applies changes 6379",
                        "A reader reads and fills 6379",
                        "Clients read 80",
                        "Requests and health checks 8080");
    }

    @Test
    void everyAlarmTellsSomebodyWhatItMeans() {
        assertThat(TEMPLATES.properties("AWS::CloudWatch::Alarm"))
                .hasSizeGreaterThan(4)
                .allSatisfy(alarm -> {
                    assertThat(alarm.path("AlarmActions").toString()).contains("123456789012:alarms");
                    assertThat(alarm.path("AlarmDescription").asText()).hasSizeGreaterThan(20);
                });
        TEMPLATES
                .services()
                .hasResourceProperties(
                        "AWS::CloudWatch::Alarm",
                        Map.of(
                                "MetricName", "CPUUtilization",
                                "Statistic", "SampleCount",
                                "TreatMissingData", "breaching"));
    }

    @Test
    void aFullMemoryIsNotAlarmingWhereEntriesAreEvicted() {
        assertThat(TEMPLATES.properties("AWS::CloudWatch::Alarm").map(JsonNode::toString))
                .isNotEmpty()
                .noneMatch(alarm -> alarm.contains("DatabaseMemoryUsagePercentage"));
    }

    @Test
    void anImageInThePrivateRegistryCanBePulled() {
        assertThat(TEMPLATES
                        .properties("AWS::IAM::Policy")
                        .filter(policy -> policy.toString().contains("ecr:BatchGetImage")))
                .singleElement()
                .satisfies(policy -> assertThat(policy.toString())
                        .contains("arn:aws:ecr:eu-west-1:123456789012:repository/lockstep/reader-api"));
    }

    private static JsonNode serviceOf(String name) {
        return TEMPLATES
                .properties("AWS::ECS::Service")
                .filter(service ->
                        service.path("TaskDefinition").path("Ref").asText().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> secretsIn(JsonNode node) {
        return Stream.concat(
                node.propertyStream()
                        .filter(property -> SECRET.matcher(property.getKey()).matches())
                        .map(Map.Entry::getValue),
                node.valueStream().flatMap(NewEverythingTest::secretsIn));
    }

    private static Stream<String> names(JsonNode container, String list) {
        return container.path(list).valueStream().map(each -> each.path("Name").asText());
    }
}
