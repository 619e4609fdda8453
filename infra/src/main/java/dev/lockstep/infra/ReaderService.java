package dev.lockstep.infra;

import dev.lockstep.infra.Deployment.ReaderChoice;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ICluster;
import software.amazon.awscdk.services.elasticloadbalancingv2.AddApplicationTargetsProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.constructs.Construct;

/** Several reader-api behind a load balancer that only the VPC can reach. */
final class ReaderService extends Construct {

    static final String NAME = "reader-api";

    private final ServiceTask task;
    private final FargateService service;
    private final ApplicationLoadBalancer loadBalancer;
    private final ApplicationTargetGroup targets;

    ReaderService(Construct scope, ICluster cluster, DataStack data, Deployment deployment) {
        super(scope, "Reader");
        this.task = new ServiceTask(this, NAME, deployment.reader().service(), data.reader(), deployment);
        // Only the load balancer reaches the readers, and only who has the clients' security group reaches the load
        // balancer.
        task.tell("READER_AUTH", "none");
        this.service = FargateService.Builder.create(this, "Service")
                .cluster(cluster)
                .taskDefinition(task.definition())
                .desiredCount(deployment.reader().count())
                .minHealthyPercent(100)
                .maxHealthyPercent(200)
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .healthCheckGracePeriod(Duration.seconds(60))
                .vpcSubnets(Network.inside())
                .securityGroups(List.of(data.access().reader()))
                .assignPublicIp(false)
                .build();
        this.loadBalancer = ApplicationLoadBalancer.Builder.create(this, "LoadBalancer")
                .vpc(data.network())
                .vpcSubnets(Network.inside())
                .internetFacing(false)
                .securityGroup(data.access().loadBalancer())
                .dropInvalidHeaderFields(true)
                .build();
        this.targets = listener(deployment.reader()).addTargets("Targets", targets());
    }

    /** Where the load balancer listens. */
    static int port(ReaderChoice choice) {
        return choice.certificateArn().isPresent() ? 443 : 80;
    }

    ServiceTask task() {
        return task;
    }

    ApplicationTargetGroup targetGroup() {
        return targets;
    }

    String url(ReaderChoice choice) {
        String scheme = choice.certificateArn().isPresent() ? "https" : "http";
        return scheme + "://" + loadBalancer.getLoadBalancerDnsName();
    }

    private ApplicationListener listener(ReaderChoice choice) {
        BaseApplicationListenerProps.Builder listener = BaseApplicationListenerProps.builder()
                .port(port(choice))
                // Who may call is in Access.
                .open(false);
        choice.certificateArn().ifPresent(arn -> listener.certificates(List.of(ListenerCertificate.fromArn(arn))));
        return loadBalancer.addListener("Listener", listener.build());
    }

    private AddApplicationTargetsProps targets() {
        return AddApplicationTargetsProps.builder()
                .port(Access.SERVICE)
                .protocol(ApplicationProtocol.HTTP)
                .targets(List.of(service))
                .deregistrationDelay(Duration.seconds(20))
                .healthCheck(HealthCheck.builder()
                        .path("/health/readiness")
                        .healthyHttpCodes("200")
                        .interval(Duration.seconds(10))
                        .timeout(Duration.seconds(5))
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(3)
                        .build())
                .build();
    }
}
