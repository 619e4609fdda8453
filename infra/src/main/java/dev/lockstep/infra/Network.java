package dev.lockstep.infra;

import dev.lockstep.infra.Deployment.NetworkChoice;
import java.util.List;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;

/** Where everything lives: private subnets in at least two zones. */
final class Network {

    private Network() {}

    static IVpc of(Construct scope, NetworkChoice choice) {
        return switch (choice) {
            case NetworkChoice.New ignored -> create(scope);
            // By attributes: a look-up would need an account at synthesis.
            case NetworkChoice.Given given ->
                Vpc.fromVpcAttributes(
                        scope,
                        "Network",
                        VpcAttributes.builder()
                                .vpcId(given.vpcId())
                                .availabilityZones(given.zones())
                                .privateSubnetIds(given.subnetIds())
                                .build());
        };
    }

    /** The subnets that everything of ours is put in. */
    static SubnetSelection inside() {
        return SubnetSelection.builder()
                .subnetType(SubnetType.PRIVATE_WITH_EGRESS)
                .build();
    }

    private static IVpc create(Construct scope) {
        return Vpc.Builder.create(scope, "Network")
                .maxAzs(2)
                .natGateways(1)
                // Emptying it would take a custom resource; nothing of ours is in it.
                .restrictDefaultSecurityGroup(false)
                .subnetConfiguration(List.of(
                        subnet("outside", SubnetType.PUBLIC, 26), subnet("inside", SubnetType.PRIVATE_WITH_EGRESS, 22)))
                .build();
    }

    private static SubnetConfiguration subnet(String name, SubnetType type, int mask) {
        return SubnetConfiguration.builder()
                .name(name)
                .subnetType(type)
                .cidrMask(mask)
                .build();
    }
}
