package dev.lockstep.testbed.cli;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. What it can do without a build ({@code help}, {@code worker}, {@code reader}) is in the script. */
@Command(
        name = "lockstep",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class,
        subcommands = {DemoCommand.class, UpCommand.class, TortureCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        description = "Redis that keeps step with MySQL.")
public final class Lockstep {

    private Lockstep() {}

    /** Exits with 0, with 1 where it failed, with 2 where it did not understand, with 130 where it was interrupted. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Lockstep())
                .registerConverter(Duration.class, new TimeSpan())
                .setParameterExceptionHandler(Lockstep::complain)
                .setUsageHelpAutoWidth(true);
    }

    private static int complain(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr()
                .println("See ./%s --help".formatted(command.getCommandSpec().qualifiedName()));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Lockstep.class.getPackage().getImplementationVersion();
            return new String[] {"Lockstep " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
