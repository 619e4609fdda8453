package dev.lockstep.infra;

import dev.lockstep.infra.DataStack.Connections;
import dev.lockstep.infra.Deployment.ServiceChoice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.ecs.AwsLogDriverMode;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** How one of the two services is run: its container, what it is told, and where its log goes. */
final class ServiceTask extends Construct {

    /** From SIGTERM to SIGKILL: more than the 20 s that either service takes at most to end in order. */
    private static final Duration STOP = Duration.seconds(30);

    private final FargateTaskDefinition definition;
    private final ContainerDefinition container;
    private final LogGroup log;

    ServiceTask(Construct scope, String name, ServiceChoice choice, Connections connections, Deployment deployment) {
        super(scope, "Task");
        this.log = LogGroup.Builder.create(this, "Log")
                .retention(deployment.watching().logs().days())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        this.definition = FargateTaskDefinition.Builder.create(this, "Definition")
                .cpu(choice.size().cpu())
                .memoryLimitMiB(choice.size().memoryMiB())
                .build();
        this.container = definition.addContainer(
                name,
                ContainerDefinitionOptions.builder()
                        .containerName(name)
                        .image(choice.image().image(this))
                        .environment(environment(connections, deployment))
                        .secrets(secrets(connections))
                        .portMappings(List.of(PortMapping.builder()
                                .containerPort(Access.SERVICE)
                                .build()))
                        .logging(logging(name))
                        .healthCheck(liveness())
                        .stopTimeout(STOP)
                        .build());
    }

    /** Tells it something that is for this service alone. */
    void tell(String setting, String value) {
        container.addEnvironment(setting, value);
    }

    FargateTaskDefinition definition() {
        return definition;
    }

    /** One JSON object a line. */
    LogGroup log() {
        return log;
    }

    /** Sorted, as the order is in the template, and another order would be another deployment. */
    private static Map<String, String> environment(Connections connections, Deployment deployment) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("DB_HOST", connections.databaseHost());
        environment.put("DB_PORT", Integer.toString(Access.MYSQL));
        environment.put("DB_USER", connections.database().user());
        environment.put("DB_NAME", deployment.schema());
        environment.put("DB_TABLE", String.join(",", deployment.tables()));
        environment.put("DB_LOOKUPS", String.join(",", deployment.lookups()));
        environment.put("DB_TLS", "required");
        environment.put("CACHE_NAMESPACE", deployment.name());
        environment.put("HTTP_HOST", "0.0.0.0");
        environment.put("HTTP_PORT", Integer.toString(Access.SERVICE));
        environment.put("LOG_FORMAT", "json");
        return environment;
    }

    private static Map<String, Secret> secrets(Connections connections) {
        return new TreeMap<>(Map.of(
                "DB_PASS", Secret.fromSecretsManager(connections.database().secret(), "password"),
                "REDIS_URL", Secret.fromSecretsManager(connections.redisUrl())));
    }

    /** Drops lines rather than holding the service up when CloudWatch is slow. */
    private LogDriver logging(String name) {
        return LogDrivers.awsLogs(AwsLogDriverProps.builder()
                .logGroup(log)
                .streamPrefix(name)
                .mode(AwsLogDriverMode.NON_BLOCKING)
                .maxBufferSize(Size.mebibytes(8))
                .build());
    }

    /** Liveness, not readiness: a new task would not help against a database or a Redis that is away. */
    private static HealthCheck liveness() {
        return HealthCheck.builder()
                .command(List.of("CMD", "/app/health", "liveness"))
                .interval(Duration.seconds(15))
                .timeout(Duration.seconds(5))
                .retries(4)
                .startPeriod(Duration.seconds(60))
                .build();
    }
}
