package dev.lockstep.infra;

import dev.lockstep.infra.Deployment.DatabaseChoice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.rds.AuroraMysqlClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraMysqlEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.IClusterEngine;
import software.amazon.awscdk.services.rds.IClusterInstance;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.ProvisionedClusterInstanceProps;
import software.constructs.Construct;

/** An Aurora MySQL 3 cluster whose binlog can be captured: a writer and one reader to fail over to. */
final class AuroraCluster extends Construct {

    private final DatabaseCluster cluster;

    AuroraCluster(Construct scope, IVpc vpc, ISecurityGroup access, DatabaseChoice.New choice, String schema) {
        super(scope, "Aurora");
        IClusterEngine engine = DatabaseClusterEngine.auroraMysql(AuroraMysqlClusterEngineProps.builder()
                .version(AuroraMysqlEngineVersion.VER_3_10_4)
                .build());
        this.cluster = DatabaseCluster.Builder.create(this, "Cluster")
                .engine(engine)
                .parameterGroup(ParameterGroup.Builder.create(this, "Parameters")
                        .engine(engine)
                        .description("Binlog and GTIDs as Lockstep needs them")
                        .parameters(parameters(choice.enhancedBinlog()))
                        .build())
                .credentials(Credentials.fromGeneratedSecret("admin"))
                .defaultDatabaseName(schema)
                .vpc(vpc)
                .vpcSubnets(Network.inside())
                .securityGroups(List.of(access))
                .writer(instance("Writer", choice))
                .readers(List.of(instance("Reader", choice)))
                .storageEncrypted(true)
                .backup(BackupProps.builder().retention(Duration.days(7)).build())
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.SNAPSHOT)
                .build();
    }

    /** The writer endpoint: only the writer has a binlog, and only it is sure to show what was committed. */
    String host() {
        return cluster.getClusterEndpoint().getHostname();
    }

    /**
     * All of them are static: they hold from the next start of the writer on. How long the binlog is kept is not among
     * them, it is set by a stored procedure; see docs/operations.md.
     */
    static Map<String, String> parameters(boolean enhancedBinlog) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("binlog_format", "ROW");
        parameters.put("binlog_row_image", "full");
        parameters.put("gtid-mode", "ON");
        parameters.put("enforce_gtid_consistency", "ON");
        if (enhancedBinlog) {
            // Written to storage beside the redo log: commits wait less for it and a failover recovers sooner. The
            // price:
            // no global database, and a restored or cloned cluster starts without the old binlogs.
            parameters.put("aurora_enhanced_binlog", "1");
            parameters.put("binlog_backup", "0");
            parameters.put("binlog_replication_globaldb", "0");
        }
        return parameters;
    }

    private static IClusterInstance instance(String id, DatabaseChoice.New choice) {
        return ClusterInstance.provisioned(
                id,
                ProvisionedClusterInstanceProps.builder()
                        .instanceType(new InstanceType(choice.instanceType()))
                        .build());
    }
}
