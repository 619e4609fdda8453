package dev.lockstep.infra;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be deployed, with everything decided.
 *
 * @param name what the stacks, the cache users and the keys in Redis are called after
 * @param schema of the tables that are named without one
 */
record Deployment(
        String name,
        NetworkChoice network,
        DatabaseChoice database,
        CacheChoice cache,
        String schema,
        List<String> tables,
        List<String> lookups,
        ServiceChoice worker,
        ReaderChoice reader,
        Watching watching) {

    /** The name of a stack: the deployment's with a capital, and what the stack holds. */
    String stack(String suffix) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "-" + suffix;
    }

    /** Where it lives. */
    sealed interface NetworkChoice {
        /** A new VPC over two zones. */
        record New() implements NetworkChoice {}

        /** One that is there; {@code subnetIds} are private and in the order of the {@code zones}. */
        record Given(String vpcId, List<String> zones, List<String> subnetIds) implements NetworkChoice {}
    }

    /** What is captured. */
    sealed interface DatabaseChoice {
        /** A new Aurora cluster. */
        record New(String instanceType, boolean enhancedBinlog) implements DatabaseChoice {}

        /** One that is there, set up as docs/operations.md says. */
        record Given(String host, String securityGroupId) implements DatabaseChoice {}
    }

    /** What Redis is like. */
    record CacheChoice(CacheEngine engine, String nodeType, int replicas, String memoryPolicy) {}

    /** What a service runs. */
    record ServiceChoice(ImageName image, TaskSize size) {}

    /** How the readers run; the load balancer speaks HTTPS where there is a certificate. */
    record ReaderChoice(ServiceChoice service, int count, Optional<String> certificateArn) {}

    /** Who is told, and how long logs are kept. */
    record Watching(Optional<String> alarmTopicArn, LogRetention logs) {}
}
