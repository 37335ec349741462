package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.runtime.ListChanges;
import dev.peregrine.node.runtime.OperatorClient;
import dev.peregrine.policy.ListSpec;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.yaml.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which list of which tenant of a running node is changed, and by whom. */
final class ListsOptions {
    @Mixin private ConfigOptions options;
    @Mixin private TenantOption tenant;

    @Parameters(
            index = "0",
            paramLabel = "LIST",
            description = "Name of the list, as lists.yaml of the policy declares it.")
    private String list;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description =
                    "Who changes the list; goes to the journal with the reason (default: the user of"
                            + " this process).")
    private String by = System.getProperty("user.name", "");

    @Option(
            names = "--credential-file",
            paramLabel = "FILE",
            description =
                    "File with the credential of a client that may speak for the tenant, where the"
                            + " node's configuration has clients.")
    private Path credentialFile;

    private NodeConfig config;
    private NodeConfig.Tenant of;
    private ListSpec spec;

    /**
     * Reads configuration and policy.
     *
     * @throws UserException when the policy declares no such list
     */
    ListsOptions resolve() throws PolicyException {
        config = options.load().config();
        of = tenant.of(config);
        List<ListSpec> lists = PolicyLoader.load(of.policy()).lists();
        spec = find(list, lists, of.policy());
        return this;
    }

    /**
     * The list of a name.
     *
     * @throws UserException when there is none
     */
    static ListSpec find(String name, List<ListSpec> lists, Object policy) {
        List<String> names = lists.stream().map(ListSpec::name).toList();
        return lists.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UserException(
                                        ExitCode.USAGE,
                                        "no list '"
                                                + name
                                                + "'"
                                                + Suggestion.of(name, names)
                                                + "; "
                                                + policy
                                                + " declares "
                                                + (names.isEmpty()
                                                        ? "none"
                                                        : String.join(", ", names))));
    }

    /** The list. */
    ListSpec spec() {
        return spec;
    }

    /** Changes of the list. */
    ListChanges changes() {
        return new ListChanges(of.id(), spec, by);
    }

    /** Connects to the node. Blocks until it is there, or not there in time. */
    OperatorClient connect() throws IOException {
        byte[] credential =
                credentialFile == null ? new byte[0] : stripped(Files.readString(credentialFile));
        return OperatorClient.connect(config, credential);
    }

    private static byte[] stripped(String text) {
        return text.strip().getBytes(StandardCharsets.UTF_8);
    }
}
