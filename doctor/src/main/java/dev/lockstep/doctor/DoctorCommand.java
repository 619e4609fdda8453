package dev.lockstep.doctor;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "lockstep doctor",
        mixinStandardHelpOptions = true,
        versionProvider = DoctorCommand.Version.class,
        description = {
            "Looks at MySQL, Redis and what stands between them, with the settings of the services, and says what to do.",
            "Changes nothing. See docs/operations.md#doctor."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all well", "1:warnings", "2:errors, or a command line that is not understood"})
public final class DoctorCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Patience patience;

    @Spec
    private CommandSpec spec;

    @Option(names = "--all", description = "Also what is as it should be.")
    private boolean all;

    @Option(names = "--json", description = "For machines; always all of it.")
    private boolean json;

    @Option(
            names = "--as",
            paramLabel = "SERVICE",
            description = "Whose users these settings name: worker or reader (default: worker).")
    private Role role = Role.WORKER;

    DoctorCommand(Map<String, String> environment, Patience patience) {
        this.environment = environment;
        this.patience = patience;
        this.spec = CommandSpec.create();
    }

    /** Exits with 0 where all is well, 1 where there are warnings, 2 where there are errors. */
    public static void main(String[] args) {
        // What the driver of Redis has to say would stand between the lines.
        InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
        System.exit(commandLine(System.getenv(), Patience.USUAL).execute(args));
    }

    static CommandLine commandLine(Map<String, String> environment, Patience patience) {
        return new CommandLine(new DoctorCommand(environment, patience))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public Integer call() {
        Report report = new Report(new Doctor(patience).examine(environment, role));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.lines(all).forEach(out::println);
        }
        out.flush();
        return report.exitCode();
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DoctorCommand.class.getPackage().getImplementationVersion();
            return new String[] {"Lockstep " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
