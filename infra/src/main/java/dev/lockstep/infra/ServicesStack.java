package dev.lockstep.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.constructs.Construct;

/** The two services, and what watches them. Deployed after the MySQL users have been created. */
final class ServicesStack extends Stack {

    ServicesStack(Construct scope, Deployment deployment, DataStack data) {
        super(
                scope,
                deployment.stack("Services"),
                StackProps.builder()
                        .description("Lockstep: cdc-worker, reader-api and their alarms")
                        .build());
        Cluster cluster =
                Cluster.Builder.create(this, "Cluster").vpc(data.network()).build();
        WorkerService worker = new WorkerService(this, cluster, data, deployment);
        ReaderService reader = new ReaderService(this, cluster, data, deployment);
        Alarms alarms = new Alarms(this, deployment.watching());
        alarms.watch(worker);
        alarms.watch(reader);
        alarms.watch(data.cache());
        CfnOutput.Builder.create(this, "ReaderUrl")
                .description("Where reader-api answers, inside the VPC")
                .value(reader.url(deployment.reader()))
                .build();
    }
}
