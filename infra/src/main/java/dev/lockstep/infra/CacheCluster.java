package dev.lockstep.infra;

import dev.lockstep.infra.Deployment.CacheChoice;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.elasticache.CfnParameterGroup;
import software.amazon.awscdk.services.elasticache.CfnReplicationGroup;
import software.amazon.awscdk.services.elasticache.CfnSubnetGroup;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/** One Redis with replicas: encrypted in transit and at rest, and known only to the users in {@link CacheUsers}. */
final class CacheCluster extends Construct {

    private final CacheUsers users;
    private final CfnReplicationGroup group;
    private final int nodes;
    private final String memoryPolicy;

    CacheCluster(Construct scope, IVpc vpc, ISecurityGroup access, CacheChoice choice, String name) {
        super(scope, "Cache");
        this.users = new CacheUsers(this, name);
        this.nodes = 1 + choice.replicas();
        this.memoryPolicy = choice.memoryPolicy();
        this.group = CfnReplicationGroup.Builder.create(this, "Group")
                .replicationGroupDescription("The rows that Lockstep keeps")
                .engine(choice.engine().id())
                .engineVersion(choice.engine().version())
                .cacheNodeType(choice.nodeType())
                .cacheParameterGroupName(parameters(choice).getRef())
                .cacheSubnetGroupName(subnets(vpc).getRef())
                .securityGroupIds(List.of(access.getSecurityGroupId()))
                .numCacheClusters(nodes)
                .automaticFailoverEnabled(true)
                .multiAzEnabled(true)
                .port(Access.REDIS)
                .transitEncryptionEnabled(true)
                .transitEncryptionMode("required")
                .atRestEncryptionEnabled(true)
                .userGroupIds(List.of(users.groupId()))
                // Everything in it can be had from the database again.
                .snapshotRetentionLimit(0)
                .build();
        group.getNode().addDependency(users);
    }

    /** What the worker's REDIS_URL holds. */
    ISecret workerUrl() {
        return url("WorkerUrl", users.worker());
    }

    /** What a reader's REDIS_URL holds. */
    ISecret readerUrl() {
        return url("ReaderUrl", users.reader());
    }

    /** What CloudWatch calls the nodes; which of them is the primary changes with every failover. */
    List<String> nodeIds() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(node -> "%s-%03d".formatted(group.getRef(), node))
                .toList();
    }

    /** Whether a full memory stops the worker. */
    boolean refusesWritesWhenFull() {
        return memoryPolicy.equals("noeviction");
    }

    /** A task can be given a whole secret or one field of it, so the URL with the password in it is a secret too. */
    private ISecret url(String id, Login login) {
        String url = "rediss://%s:%s@%s:%s"
                .formatted(
                        login.user(),
                        login.passwordReference(),
                        group.getAttrPrimaryEndPointAddress(),
                        group.getAttrPrimaryEndPointPort());
        return Secret.Builder.create(this, id)
                .description("REDIS_URL of " + login.user())
                .secretStringValue(SecretValue.unsafePlainText(url))
                .build();
    }

    private CfnParameterGroup parameters(CacheChoice choice) {
        return CfnParameterGroup.Builder.create(this, "Parameters")
                .cacheParameterGroupFamily(choice.engine().parameterFamily())
                .description("Never evicts a watermark")
                .properties(Map.of("maxmemory-policy", choice.memoryPolicy()))
                .build();
    }

    private CfnSubnetGroup subnets(IVpc vpc) {
        return CfnSubnetGroup.Builder.create(this, "Subnets")
                .description("Private subnets")
                .subnetIds(vpc.selectSubnets(Network.inside()).getSubnetIds())
                .build();
    }
}
