package dev.lockstep.infra;

import dev.lockstep.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * The CDK app. Run by the CDK's command line, or by itself in this folder: then it takes the context from {@code cdk.json}
 * and from arguments such as {@code lockstep:tables=hero}, and writes {@code cdk.out}.
 */
public final class LockstepApp {

    private static final int MISCONFIGURED = 2;

    /** Templates are checked against CloudFormation's own schemas; what is found there is an error. */
    private static final String CHECK_TEMPLATES = "@aws-cdk/core:validateAgainstDefaultRules";

    private LockstepApp() {}

    public static void main(String[] arguments) throws IOException {
        boolean byCommandLine = System.getenv("CDK_OUTDIR") != null;
        App app = byCommandLine ? new App() : standAlone(arguments);
        try {
            assemble(app, DeploymentContext.read(CdkJson.contextOf(app)));
        } catch (InvalidSettingsException e) {
            System.err.println(e.getMessage());
            System.exit(MISCONFIGURED);
        }
        app.synth();
    }

    /** Puts the stacks into an app. */
    static Stacks assemble(App app, Deployment deployment) {
        app.getNode().setContext(CHECK_TEMPLATES, true);
        DataStack data = new DataStack(app, deployment);
        return new Stacks(data, new ServicesStack(app, deployment, data));
    }

    private static App standAlone(String[] arguments) throws IOException {
        Map<String, Object> context = new HashMap<>(CdkJson.context(Path.of("cdk.json")));
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            if (pair.length != 2) {
                throw new IllegalArgumentException("argument: '%s' (expected: name=value)".formatted(argument));
            }
            context.put(pair[0], pair[1]);
        }
        return new App(AppProps.builder().outdir("cdk.out").context(context).build());
    }

    /** Both, in the order of deployment. */
    record Stacks(DataStack data, ServicesStack services) {}
}
