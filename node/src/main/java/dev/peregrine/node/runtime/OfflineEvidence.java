package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.Evidence;
import dev.peregrine.gateway.evidence.EvidenceException;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.gateway.evidence.SideSource;
import dev.peregrine.gateway.evidence.SideStore;
import dev.peregrine.gateway.evidence.StoredEvent;
import dev.peregrine.gateway.json.EvidenceJson;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.replay.journal.ArchiveLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The evidence of a node that does not run. Takes the data directory for as long as it works on it.
 */
public final class OfflineEvidence {
    private static final Pattern DECISION_ID = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    private OfflineEvidence() {}

    /**
     * Evidence of a payment as JSON. Blocks.
     *
     * @param id decision id, or event id
     * @return empty when there is none
     * @throws UserException when the directory is in use, or the store cannot be read
     */
    public static Optional<String> show(NodeConfig config, int tenantId, String id) {
        return work(
                config,
                (store, data) ->
                        find(store, tenantId, id)
                                .map(
                                        evidence -> {
                                            ByteArrayOutputStream out = new ByteArrayOutputStream();
                                            new EvidenceJson(
                                                            EvidenceServices.bundles(
                                                                    data.bundles()),
                                                            side(config, data))
                                                    .write(evidence, out);
                                            return out.toString(StandardCharsets.UTF_8);
                                        }),
                false);
    }

    /**
     * Makes the store again from journal and decision records, as far back as both are kept. Blocks
     * until done.
     *
     * @return decisions in it
     * @throws UserException when the directory is in use, or a log damaged
     */
    public static long rebuild(NodeConfig config) {
        return work(config, (store, data) -> store.decisions(), true);
    }

    private interface Look<T> {
        T at(EvidenceStore store, DataDirectory data);
    }

    private static <T> T work(NodeConfig config, Look<T> look, boolean rebuild) {
        return OfflineJournal.logs(
                config,
                (journal, records) -> {
                    DataDirectory data = DataDirectory.open(config.dataDir());
                    if (rebuild) {
                        deleteContent(data.evidence());
                    }
                    try (EvidenceStore store =
                            EvidenceStore.open(EvidenceServices.context(config, data))) {
                        if (rebuild) {
                            fill(store, journal, records);
                        }
                        return look.at(store, data);
                    } catch (EvidenceException e) {
                        throw new UserException(ExitCode.FAILURE, e.getMessage(), e);
                    }
                });
    }

    /** What came behind the last record waits for the next start, which may make records again. */
    private static void fill(EvidenceStore store, ArchiveLog journal, ArchiveLog records) {
        long last = records.lastSequence();
        store.writer().expire(System.currentTimeMillis() * 1_000_000);
        try (EvidenceFeed feed = new EvidenceFeed(journal, records, store.writer())) {
            feed.begin();
            int carried;
            do {
                carried = feed.poll(last);
            } while (carried > 0);
        }
    }

    /** What the side lane has found; nothing where it has never run. */
    private static SideSource side(NodeConfig config, DataDirectory data) {
        if (!Files.isDirectory(data.side())) {
            return SideSource.NONE;
        }
        return (tenantId, eventId) -> {
            try (SideStore store =
                    SideStore.open(data.side(), config.retention().evidence().toNanos())) {
                return store.find(tenantId, eventId);
            }
        };
    }

    private static Optional<Evidence> find(EvidenceStore store, int tenantId, String id) {
        Matcher matcher = DECISION_ID.matcher(id);
        if (matcher.matches()) {
            Optional<Evidence> found =
                    store.find(
                            tenantId,
                            Long.parseLong(matcher.group(1)),
                            Long.parseLong(matcher.group(2)));
            if (found.isPresent()) {
                return found;
            }
        }
        Optional<StoredEvent> event = store.findEvent(tenantId, id);
        return event.flatMap(e -> store.find(tenantId, e.epoch(), e.sequence()));
    }

    private static void deleteContent(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst =
                    files.filter(file -> !file.equals(directory))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": " + e.getMessage(), e);
        }
    }
}
