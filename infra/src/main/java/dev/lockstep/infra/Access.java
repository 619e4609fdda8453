package dev.lockstep.infra;

import dev.lockstep.infra.Deployment.DatabaseChoice;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/**
 * Who may talk to whom, all in one place: each part has a security group, nothing is open that is not listed here, in
 * either direction.
 */
final class Access extends Construct {

    static final int MYSQL = 3306;
    static final int REDIS = 6379;

    /** Where both services serve HTTP. */
    static final int SERVICE = 8080;

    private final IVpc vpc;
    private final ISecurityGroup database;
    private final SecurityGroup cache;
    private final SecurityGroup worker;
    private final SecurityGroup reader;
    private final SecurityGroup loadBalancer;
    private final SecurityGroup client;

    Access(Construct scope, IVpc vpc, DatabaseChoice choice, int loadBalancerPort) {
        super(scope, "Access");
        this.vpc = vpc;
        this.database = switch (choice) {
            case DatabaseChoice.New ignored -> group("Database", "The Aurora cluster");
            case DatabaseChoice.Given given ->
                SecurityGroup.fromSecurityGroupId(this, "Database", given.securityGroupId());
        };
        this.cache = group("Cache", "Redis");
        this.worker = group("Worker", "cdc-worker");
        this.reader = group("Reader", "reader-api");
        this.loadBalancer = group("LoadBalancer", "In front of reader-api");
        this.client = group("Client", "Put on whatever may call reader-api");

        allow(worker, database, MYSQL, "The worker reads the binlog");
        allow(reader, database, MYSQL, "A reader fills a miss");
        allow(worker, cache, REDIS, "The worker applies changes");
        allow(reader, cache, REDIS, "A reader reads and fills");
        allow(client, loadBalancer, loadBalancerPort, "Clients read");
        allow(loadBalancer, reader, SERVICE, "Requests and health checks");
        // Image registry, Secrets Manager and CloudWatch, through NAT or endpoints.
        worker.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "AWS APIs");
        reader.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "AWS APIs");
    }

    ISecurityGroup database() {
        return database;
    }

    ISecurityGroup cache() {
        return cache;
    }

    ISecurityGroup worker() {
        return worker;
    }

    ISecurityGroup reader() {
        return reader;
    }

    ISecurityGroup loadBalancer() {
        return loadBalancer;
    }

    ISecurityGroup client() {
        return client;
    }

    private SecurityGroup group(String id, String description) {
        return SecurityGroup.Builder.create(this, id)
                .vpc(vpc)
                .description(description)
                .allowAllOutbound(false)
                .build();
    }

    private static void allow(ISecurityGroup from, ISecurityGroup to, int port, String why) {
        from.addEgressRule(to, Port.tcp(port), why);
        to.addIngressRule(from, Port.tcp(port), why);
    }
}
