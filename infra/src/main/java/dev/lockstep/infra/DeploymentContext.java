package dev.lockstep.infra;

import dev.lockstep.infra.Deployment.CacheChoice;
import dev.lockstep.infra.Deployment.DatabaseChoice;
import dev.lockstep.infra.Deployment.NetworkChoice;
import dev.lockstep.infra.Deployment.ReaderChoice;
import dev.lockstep.infra.Deployment.ServiceChoice;
import dev.lockstep.infra.Deployment.Watching;
import dev.lockstep.settings.InvalidSettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a {@link Deployment} of what the CDK context says, or names everything that is wrong with it. */
final class DeploymentContext {

    private final ContextValues values;

    private DeploymentContext(ContextValues values) {
        this.values = values;
    }

    /**
     * Reads a context.
     *
     * @param context all of it; names without our prefix are no business of ours
     * @throws InvalidSettingsException naming every wrong, missing, misspelt and half-given value
     */
    static Deployment read(Map<String, ?> context) {
        return new DeploymentContext(ContextValues.parse(ContextKeys.all(), context)).deployment();
    }

    private Deployment deployment() {
        Optional<NetworkChoice> network = network();
        Optional<DatabaseChoice> database = database();
        values.requireNoProblems();
        return new Deployment(
                values.get(ContextKeys.NAME),
                network.orElseThrow(),
                database.orElseThrow(),
                cache(),
                values.get(ContextKeys.DATABASE_NAME),
                values.get(ContextKeys.TABLES),
                values.get(ContextKeys.LOOKUPS),
                new ServiceChoice(values.get(ContextKeys.WORKER_IMAGE), values.get(ContextKeys.WORKER_SIZE)),
                reader(),
                new Watching(values.get(ContextKeys.ALARM_TOPIC_ARN), values.get(ContextKeys.LOG_RETENTION)));
    }

    private Optional<NetworkChoice> network() {
        if (!values.allOrNone(
                List.of(ContextKeys.VPC_ID, ContextKeys.AVAILABILITY_ZONES, ContextKeys.PRIVATE_SUBNET_IDS))) {
            return Optional.empty();
        }
        Optional<String> vpcId = values.get(ContextKeys.VPC_ID);
        if (vpcId.isEmpty()) {
            return Optional.of(new NetworkChoice.New());
        }
        List<String> zones = values.get(ContextKeys.AVAILABILITY_ZONES).orElseThrow();
        List<String> subnets = values.get(ContextKeys.PRIVATE_SUBNET_IDS).orElseThrow();
        if (zones.size() < 2 || zones.size() != subnets.size()) {
            values.problem("%s: %d, and %s: %d (expected: two or more, and as many of each)"
                    .formatted(
                            ContextKeys.AVAILABILITY_ZONES.name(),
                            zones.size(),
                            ContextKeys.PRIVATE_SUBNET_IDS.name(),
                            subnets.size()));
            return Optional.empty();
        }
        return Optional.of(new NetworkChoice.Given(vpcId.orElseThrow(), zones, subnets));
    }

    private Optional<DatabaseChoice> database() {
        if (!values.allOrNone(List.of(ContextKeys.DATABASE_HOST, ContextKeys.DATABASE_SECURITY_GROUP_ID))) {
            return Optional.empty();
        }
        Optional<String> host = values.get(ContextKeys.DATABASE_HOST);
        if (host.isPresent()) {
            if (values.isGood(ContextKeys.VPC_ID)
                    && values.get(ContextKeys.VPC_ID).isEmpty()) {
                values.problem("%s without %s (expected: also the VPC that the cluster is in)"
                        .formatted(ContextKeys.DATABASE_HOST.name(), ContextKeys.VPC_ID.name()));
                return Optional.empty();
            }
            return Optional.of(new DatabaseChoice.Given(
                    host.orElseThrow(),
                    values.get(ContextKeys.DATABASE_SECURITY_GROUP_ID).orElseThrow()));
        }
        return values.isGood(ContextKeys.DATABASE_INSTANCE) && values.isGood(ContextKeys.ENHANCED_BINLOG)
                ? Optional.of(new DatabaseChoice.New(
                        values.get(ContextKeys.DATABASE_INSTANCE), values.get(ContextKeys.ENHANCED_BINLOG)))
                : Optional.empty();
    }

    private CacheChoice cache() {
        return new CacheChoice(
                values.get(ContextKeys.CACHE_ENGINE),
                values.get(ContextKeys.CACHE_NODE),
                values.get(ContextKeys.CACHE_REPLICAS),
                values.get(ContextKeys.CACHE_MEMORY_POLICY));
    }

    private ReaderChoice reader() {
        return new ReaderChoice(
                new ServiceChoice(values.get(ContextKeys.READER_IMAGE), values.get(ContextKeys.READER_SIZE)),
                values.get(ContextKeys.READER_COUNT),
                values.get(ContextKeys.CERTIFICATE_ARN));
    }
}
