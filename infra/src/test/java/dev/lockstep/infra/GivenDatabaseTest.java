package dev.lockstep.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A deployment beside an Aurora cluster that is there already, on Valkey and with HTTPS. */
final class GivenDatabaseTest {

    private static final Templates TEMPLATES = Templates.of(Map.ofEntries(
            Map.entry("lockstep:name", "blue"),
            Map.entry("lockstep:vpcId", "vpc-0123456789abcdef0"),
            Map.entry("lockstep:availabilityZones", "eu-west-1a,eu-west-1b"),
            Map.entry("lockstep:privateSubnetIds", "subnet-0123456789abcdef1,subnet-0123456789abcdef2"),
            Map.entry("lockstep:databaseHost", "db.example.com"),
            Map.entry("lockstep:databaseSecurityGroupId", "sg-0123456789abcdef0"),
            Map.entry("lockstep:databaseName", "heroes"),
            Map.entry("lockstep:tables", "hero"),
            Map.entry("lockstep:cacheEngine", "valkey"),
            Map.entry("lockstep:cacheMemoryPolicy", "noeviction"),
            Map.entry("lockstep:certificateArn", "arn:aws:acm:eu-west-1:123456789012:certificate/1"),
            Map.entry("lockstep:workerImage", "lockstep/cdc-worker:1"),
            Map.entry("lockstep:readerImage", "lockstep/reader-api:1")));

    @Test
    void neitherNetworkNorDatabaseIsMade() {
        assertThat(TEMPLATES.resources().map(resource -> resource.path("Type").asText()))
                .isNotEmpty()
                .doesNotContain("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::RDS::DBCluster");
    }

    @Test
    void itsSecurityGroupLetsTheServicesInAndNobodyElse() {
        assertThat(TEMPLATES
                        .properties("AWS::EC2::SecurityGroupIngress")
                        .filter(rule -> rule.path("GroupId").asText().equals("sg-0123456789abcdef0")))
                .hasSize(2)
                .allSatisfy(rule -> {
                    assertThat(rule.path("FromPort").asInt()).isEqualTo(3306);
                    assertThat(rule.path("ToPort").asInt()).isEqualTo(3306);
                    assertThat(rule.has("SourceSecurityGroupId")).isTrue();
                });
    }

    @Test
    void theServicesGoThere() {
        assertThat(TEMPLATES.properties("AWS::ECS::TaskDefinition"))
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.path("ContainerDefinitions")
                                .path(0)
                                .path("Environment")
                                .valueStream())
                        .anySatisfy(variable -> assertThat(variable.path("Name").asText() + "="
                                        + variable.path("Value").asText())
                                .isEqualTo("DB_HOST=db.example.com")));
    }

    @Test
    void keysAndUsersAreCalledAfterTheDeployment() {
        assertThat(TEMPLATES
                        .properties("AWS::ElastiCache::User")
                        .map(user -> user.path("AccessString").asText()))
                .filteredOn(access -> access.startsWith("on "))
                .hasSize(2)
                .allSatisfy(access -> assertThat(access).startsWith("on ~blue:* "));
    }

    @Test
    void theCacheIsValkey() {
        TEMPLATES
                .data()
                .hasResourceProperties(
                        "AWS::ElastiCache::ReplicationGroup", Map.of("Engine", "valkey", "EngineVersion", "8.0"));
        TEMPLATES
                .data()
                .hasResourceProperties(
                        "AWS::ElastiCache::ParameterGroup", Map.of("CacheParameterGroupFamily", "valkey8"));
    }

    @Test
    void aFullMemoryIsAlarmingWhereItStopsTheWorker() {
        assertThat(TEMPLATES
                        .properties("AWS::CloudWatch::Alarm")
                        .map(alarm -> alarm.toString())
                        .filter(alarm -> alarm.contains("DatabaseMemoryUsagePercentage")))
                .singleElement()
                .asString()
                .contains("-001", "-002");
    }

    @Test
    void clientsSpeakHttps() {
        JsonNode listener = TEMPLATES
                .properties("AWS::ElasticLoadBalancingV2::Listener")
                .findFirst()
                .orElseThrow();

        assertThat(listener.path("Port").asInt()).isEqualTo(443);
        assertThat(listener.path("Protocol").asText()).isEqualTo("HTTPS");
        assertThat(TEMPLATES
                        .properties("AWS::EC2::SecurityGroupIngress")
                        .map(rule -> rule.path("FromPort").asInt()))
                .contains(443)
                .doesNotContain(80);
    }
}
