package dev.lockstep.infra;

import dev.lockstep.infra.Deployment.DatabaseChoice;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * What has to be there before the services: the network, who may talk to whom, the database, Redis and the logins. The
 * database users are made by hand between the two stacks, with the passwords that this one generates.
 */
final class DataStack extends Stack {

    private final IVpc network;
    private final Access access;
    private final String databaseHost;
    private final Login workerDatabase;
    private final Login readerDatabase;
    private final CacheCluster cache;
    private final ISecret workerCache;
    private final ISecret readerCache;

    DataStack(Construct scope, Deployment deployment) {
        super(
                scope,
                deployment.stack("Data"),
                StackProps.builder()
                        .description("Lockstep: database, Redis and the network between")
                        .build());
        this.network = Network.of(this, deployment.network());
        this.access = new Access(this, network, deployment.database(), ReaderService.port(deployment.reader()));
        this.databaseHost = switch (deployment.database()) {
            case DatabaseChoice.New choice ->
                new AuroraCluster(this, network, access.database(), choice, deployment.schema()).host();
            case DatabaseChoice.Given given -> given.host();
        };
        this.workerDatabase = Login.generate(this, "WorkerDatabase", "lockstep_worker", "cdc-worker in MySQL");
        this.readerDatabase = Login.generate(this, "ReaderDatabase", "lockstep_reader", "reader-api in MySQL");
        this.cache = new CacheCluster(this, network, access.cache(), deployment.cache(), deployment.name());
        this.workerCache = cache.workerUrl();
        this.readerCache = cache.readerUrl();
        tell("DatabaseHost", "Where to create the two MySQL users", databaseHost);
        tell(
                "WorkerDatabaseSecret",
                "The password for lockstep_worker",
                workerDatabase.secret().getSecretArn());
        tell(
                "ReaderDatabaseSecret",
                "The password for lockstep_reader",
                readerDatabase.secret().getSecretArn());
        tell(
                "ClientSecurityGroup",
                "Put it on whatever may call reader-api",
                access.client().getSecurityGroupId());
    }

    IVpc network() {
        return network;
    }

    Access access() {
        return access;
    }

    CacheCluster cache() {
        return cache;
    }

    /** What the worker needs to reach both. */
    Connections worker() {
        return new Connections(databaseHost, workerDatabase, workerCache);
    }

    /** What a reader needs to reach both. */
    Connections reader() {
        return new Connections(databaseHost, readerDatabase, readerCache);
    }

    private void tell(String id, String description, String value) {
        CfnOutput.Builder.create(this, id).description(description).value(value).build();
    }

    /** Where one service finds the database and Redis, and as whom. */
    record Connections(String databaseHost, Login database, ISecret redisUrl) {}
}
