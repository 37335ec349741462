package dev.peregrine.node.runtime;

import dev.peregrine.client.Ack;
import dev.peregrine.gateway.AdminException;
import dev.peregrine.gateway.AdminOperations.Call;
import dev.peregrine.gateway.AdminOperations.Entry;
import dev.peregrine.gateway.AdminOperations.EntryFormat;
import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.AuditLog;
import dev.peregrine.policy.ListSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.lists.JsonListRows;
import dev.peregrine.replay.lists.ListFile;
import dev.peregrine.replay.lists.ListRows;
import dev.peregrine.scoring.engine.ActiveState;
import dev.peregrine.state.lists.ListEntry;
import dev.peregrine.state.lists.ListTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lists of a running node, for operators. Changes are events of a session of its own, like those of
 * the commands; each is in the audit log, done or refused. Thread-safe; blocks.
 */
final class AdminLists implements AutoCloseable {
    private static final int SHOWN_PROBLEMS = 20;

    private final NodeConfig config;
    private final PeregrineNode node;
    private final AuditLog audit;
    private OperatorClient client;

    AdminLists(NodeConfig config, PeregrineNode node, AuditLog audit) {
        this.config = config;
        this.node = node;
        this.audit = audit;
    }

    Map<String, Object> all(Call call) {
        List<Object> lists = new ArrayList<>();
        for (ListSpec spec : policy(call).lists()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", spec.name());
            shown.put("description", spec.description());
            shown.put("purpose", spec.purpose().externalName());
            shown.put("match", spec.match().name().toLowerCase(Locale.ROOT));
            shown.put("capacity", spec.capacity());
            lists.add(shown);
        }
        return Map.of("lists", lists);
    }

    Map<String, Object> entries(Call call, String list, String after, int limit) {
        find(call, list);
        return node.stateView()
                .look(
                        engine ->
                                engine.active(call.tenantId())
                                        .map(state -> entries(state, list, after, limit))
                                        .orElseThrow(AdminLists::noPolicy))
                .orElseThrow(
                        () ->
                                new AdminException(
                                        ProblemType.OVERLOADED,
                                        "somebody else looks at the state; try again later"));
    }

    private static Map<String, Object> entries(
            ActiveState state, String list, String after, int limit) {
        List<String> names = state.bundle().lists().stream().map(ListSpec::name).toList();
        if (!names.contains(list)) {
            throw noList();
        }
        ListTable table = state.lists().apply(names.indexOf(list));
        Comparator<ListEntry> order = Comparator.comparing(ListEntry::value);
        PriorityQueue<ListEntry> first = new PriorityQueue<>(order.reversed());
        table.forEach(
                state.watermarkNs(),
                entry -> {
                    if (entry.value().compareTo(after) > 0) {
                        first.add(entry);
                        if (first.size() > limit) {
                            first.remove();
                        }
                    }
                });
        List<Object> shown = new ArrayList<>();
        first.stream().sorted(order).forEach(entry -> shown.add(shown(entry)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("list", list);
        answer.put("size", table.size(state.watermarkNs()));
        answer.put("entries", shown);
        return answer;
    }

    private static Map<String, Object> shown(ListEntry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("value", entry.value());
        if (entry.expiresNs() != ListTable.NO_END) {
            shown.put("expires", Instant.ofEpochSecond(0, entry.expiresNs()).toString());
        }
        shown.put("decided", Instant.ofEpochSecond(0, entry.decidedNs()).toString());
        shown.put("reason", entry.reason());
        return shown;
    }

    Map<String, Object> put(Call call, String list, Entry entry) {
        long expiresNs = expiresNs(entry.expires());
        return change(
                call,
                list,
                ListOperation.PUT,
                entry,
                changes -> {
                    Ack ack =
                            changes.send(
                                    client(),
                                    ListOperation.PUT,
                                    entry.value(),
                                    expiresNs,
                                    entry.reason());
                    if (ack.status() == EventStatus.EXPIRED) {
                        throw new UserException(ExitCode.USAGE, "expires: has passed");
                    }
                    return ack.sequence();
                });
    }

    Map<String, Object> remove(Call call, String list, Entry entry) {
        return change(
                call,
                list,
                ListOperation.REMOVE,
                entry,
                changes ->
                        changes.send(
                                        client(),
                                        ListOperation.REMOVE,
                                        entry.value(),
                                        0,
                                        entry.reason())
                                .sequence());
    }

    Map<String, Object> clear(Call call, String list, String reason) {
        return change(
                call,
                list,
                ListOperation.CLEAR,
                new Entry("", "", reason),
                changes -> changes.send(client(), ListOperation.CLEAR, "", 0, reason).sequence());
    }

    Map<String, Object> importEntries(
            Call call, String list, EntryFormat format, byte[] content, boolean replace) {
        ListChanges changes = new ListChanges(call.tenantId(), find(call, list), call.actor());
        Map<String, String> details = details(call, list);
        details.put("replace", Boolean.toString(replace));
        try {
            long count;
            try (ListRows rows = rows(format, content)) {
                count = changes.check(rows);
            }
            details.put("entries", Long.toString(count));
            if (replace) {
                changes.send(client(), ListOperation.CLEAR, "", 0, "import");
            }
            SortedMap<Long, String> problems;
            try (ListRows rows = rows(format, content)) {
                problems = changes.put(client(), rows, () -> {});
            }
            if (!problems.isEmpty()) {
                throw refused(call, "list.import", details, problems(problems));
            }
            audit.append(call.actor(), "list.import", PolicyHistory.DONE, details);
            return InOrder.<Object>of("list", list, "entries", count);
        } catch (RowException e) {
            throw refused(
                    call,
                    "list.import",
                    details,
                    Problem.ofFields(
                            ProblemType.INVALID_FIELD,
                            List.of(
                                    new FieldError(
                                            "line " + e.line() + ", column " + e.column(),
                                            "",
                                            e.getMessage()))));
        } catch (UserException e) {
            throw refused(
                    call,
                    "list.import",
                    details,
                    Problem.of(ProblemType.CHANGE_REFUSED, e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ListRows rows(EntryFormat format, byte[] content)
            throws IOException, RowException {
        InputStream in = new ByteArrayInputStream(content);
        return format == EntryFormat.CSV ? new ListFile(in) : new JsonListRows(in);
    }

    private static Problem problems(SortedMap<Long, String> problems) {
        return Problem.ofFields(
                ProblemType.CHANGE_REFUSED,
                problems.entrySet().stream()
                        .limit(SHOWN_PROBLEMS)
                        .map(e -> new FieldError("line " + e.getKey(), "", e.getValue()))
                        .toList());
    }

    /** Sends something to the node; gives the sequence of its event. */
    private interface Sending {
        long send(ListChanges changes);
    }

    private Map<String, Object> change(
            Call call, String list, ListOperation operation, Entry entry, Sending sending) {
        ListChanges changes = new ListChanges(call.tenantId(), find(call, list), call.actor());
        String action = "list." + operation.name().toLowerCase(Locale.ROOT);
        Map<String, String> details = details(call, list);
        if (!entry.value().isEmpty()) {
            details.put("value", entry.value());
        }
        if (!entry.reason().isEmpty()) {
            details.put("reason", entry.reason());
        }
        try {
            long sequence = sending.send(changes);
            details.put("sequence", Long.toString(sequence));
            audit.append(call.actor(), action, PolicyHistory.DONE, details);
            return InOrder.<Object>of("list", list, "sequence", sequence);
        } catch (UserException e) {
            if (e.exitCode() == ExitCode.USAGE) {
                details.remove("value");
                details.remove("reason");
            }
            throw refused(
                    call, action, details, Problem.of(ProblemType.CHANGE_REFUSED, e.getMessage()));
        }
    }

    private AdminException refused(
            Call call, String action, Map<String, String> details, Problem problem) {
        details.put("why", problem.detail());
        audit.append(call.actor(), action, "refused", details);
        return new AdminException(problem);
    }

    private static Map<String, String> details(Call call, String list) {
        Map<String, String> details = new TreeMap<>();
        details.put("tenant", Integer.toString(call.tenantId()));
        details.put("list", list);
        return details;
    }

    private static long expiresNs(String text) {
        try {
            return text.isEmpty() ? 0 : ListFile.timeNs(text);
        } catch (IllegalArgumentException e) {
            throw new AdminException(
                    Problem.ofFields(
                            ProblemType.INVALID_FIELD,
                            List.of(new FieldError("expires", "", e.getMessage()))));
        }
    }

    private ListSpec find(Call call, String list) {
        return policy(call).lists().stream()
                .filter(spec -> spec.name().equals(list))
                .findFirst()
                .orElseThrow(AdminLists::noList);
    }

    private PolicyBundle policy(Call call) {
        return node.activator().active(call.tenantId()).orElseThrow(AdminLists::noPolicy);
    }

    private static AdminException noPolicy() {
        return new AdminException(ProblemType.NO_POLICY, "the tenant has no active policy");
    }

    private static AdminException noList() {
        return new AdminException(
                ProblemType.NOT_FOUND, "the active policy declares no list of this name");
    }

    /** Connects when it is first wanted. */
    private synchronized OperatorClient client() {
        if (client == null) {
            client = OperatorClient.connect(config, node);
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
