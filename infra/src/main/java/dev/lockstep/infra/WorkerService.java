package dev.lockstep.infra;

import java.util.List;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ICluster;
import software.constructs.Construct;

/**
 * One cdc-worker. Two would write nothing wrong, but take the watermark from each other all the time, so a deployment
 * stops the old one before it starts the new one; Redis is not brought on in between.
 */
final class WorkerService extends Construct {

    static final String NAME = "cdc-worker";

    private final FargateService service;
    private final ServiceTask task;

    WorkerService(Construct scope, ICluster cluster, DataStack data, Deployment deployment) {
        super(scope, "Worker");
        this.task = new ServiceTask(this, NAME, deployment.worker(), data.worker(), deployment);
        this.service = FargateService.Builder.create(this, "Service")
                .cluster(cluster)
                .taskDefinition(task.definition())
                .desiredCount(1)
                // The new one stands by until the old one has stopped, and takes over at once.
                .minHealthyPercent(100)
                .maxHealthyPercent(200)
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .vpcSubnets(Network.inside())
                .securityGroups(List.of(data.access().worker()))
                .assignPublicIp(false)
                .build();
    }

    FargateService service() {
        return service;
    }

    ServiceTask task() {
        return task;
    }
}
