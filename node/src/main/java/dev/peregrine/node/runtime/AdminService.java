package dev.peregrine.node.runtime;

import dev.peregrine.gateway.AdminException;
import dev.peregrine.gateway.AdminOperations;
import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.AuditEntry;
import dev.peregrine.node.data.AuditLog;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.data.Mailbox.Request;
import dev.peregrine.policy.BundleDiff;
import dev.peregrine.policy.PolicyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * What the admin port can have done to a node: the verbs behind the commands. Policies here, lists
 * in {@link AdminLists}. Thread-safe; blocks.
 */
final class AdminService implements AdminOperations, AutoCloseable {
    private static final int SHOWN_PROBLEMS = 20;

    private final List<? extends NodeConfig.Tenant> tenants;
    private final PolicyService policies;
    private final PolicyHistory history;
    private final AuditLog audit;
    private final Path dataDir;
    private final AdminLists lists;
    private final DriftLog drifts;

    AdminService(NodeConfig config, PeregrineNode node) {
        tenants = config.tenants().orElseThrow();
        policies = node.policyService();
        history = node.activator().history();
        audit = history.audit();
        dataDir = node.data().root();
        lists = new AdminLists(config, node, audit);
        drifts = node.side().monitors().log();
    }

    @Override
    public Map<String, Integer> tenants() {
        Map<String, Integer> ids = new HashMap<>();
        tenants.forEach(tenant -> ids.put(tenant.name(), tenant.id()));
        return ids;
    }

    @Override
    public Map<String, Object> lists(Call call) {
        return lists.all(call);
    }

    @Override
    public Map<String, Object> entries(Call call, String list, String after, int limit) {
        return lists.entries(call, list, after, limit);
    }

    @Override
    public Map<String, Object> put(Call call, String list, Entry entry) {
        return lists.put(call, list, entry);
    }

    @Override
    public Map<String, Object> remove(Call call, String list, Entry entry) {
        return lists.remove(call, list, entry);
    }

    @Override
    public Map<String, Object> clear(Call call, String list, String reason) {
        return lists.clear(call, list, reason);
    }

    @Override
    public Map<String, Object> importEntries(
            Call call, String list, EntryFormat format, byte[] content, boolean replace) {
        return lists.importEntries(call, list, format, content, replace);
    }

    @Override
    public Map<String, Object> policies(Call call) {
        List<Object> versions = new ArrayList<>();
        for (PolicyHistory.Activation activation : history.of(call.tenantId())) {
            Map<String, Object> version = new LinkedHashMap<>();
            version.put("policy", activation.name());
            version.put("version", activation.version());
            version.put("hash", activation.hash().hex());
            version.put("sequence", activation.sequence());
            version.put("kind", activation.kind().name().toLowerCase(Locale.ROOT));
            version.put("time", activation.time().toString());
            version.put("by", activation.actor());
            versions.add(version);
        }
        Map<String, String> rates = perform(call, Map.of("verb", "rates"));
        Map<String, Object> watched = new LinkedHashMap<>();
        for (String name : List.of("decisions", "declined", "challenged")) {
            watched.put(name, Long.parseLong(rates.get(name)));
        }
        if (rates.containsKey("breaker")) {
            watched.put("circuit_breaker", rates.get("breaker"));
        }
        history.current(call.tenantId())
                .flatMap(active -> drifts.lastSince(call.tenantId(), active.time()))
                .ifPresent(last -> watched.put("drift", DriftLog.fields(last)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("activations", versions);
        answer.put("watched", watched);
        return answer;
    }

    @Override
    public Map<String, Object> activate(Call call, byte[] zip, boolean rollback) {
        try (BundleUpload upload = unpack(call, zip)) {
            Map<String, String> request = new HashMap<>();
            request.put("verb", "activate");
            request.put("directory", upload.directory().toString());
            if (rollback) {
                request.put("rollback", "true");
            }
            return done(call, request, upload::relative);
        }
    }

    /** What was sent in vain is in the audit log as well. */
    private BundleUpload unpack(Call call, byte[] zip) {
        try {
            return BundleUpload.unpack(zip);
        } catch (AdminException e) {
            audit.append(
                    call.actor(),
                    PolicyHistory.ACTIVATE,
                    "refused",
                    InOrder.of(
                            "tenant",
                            Integer.toString(call.tenantId()),
                            "why",
                            e.problem().detail()));
            throw e;
        }
    }

    @Override
    public Map<String, Object> rollback(Call call, int version) {
        Map<String, String> request = new HashMap<>();
        request.put("verb", "rollback");
        if (version > 0) {
            request.put("version", Integer.toString(version));
        }
        return done(call, request, message -> message);
    }

    @Override
    public Map<String, Object> diff(Call call, byte[] zip) {
        Path active =
                history.current(call.tenantId())
                        .map(activation -> DataDirectory.bundle(dataDir, activation.hash()))
                        .orElseThrow(
                                () ->
                                        new AdminException(
                                                ProblemType.NO_POLICY,
                                                ProblemType.NO_POLICY.title()));
        try (BundleUpload upload = BundleUpload.unpack(zip)) {
            return diff(active, upload);
        }
    }

    private static Map<String, Object> diff(Path active, BundleUpload upload) {
        try {
            List<Object> items = new ArrayList<>();
            for (BundleDiff.Item item : BundleDiff.between(active, upload.directory()).items()) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("change", item.kind().name().toLowerCase(Locale.ROOT));
                shown.put("item", item.name());
                List<Object> fields = new ArrayList<>();
                for (BundleDiff.Field field : item.fields()) {
                    fields.add(
                            InOrder.of(
                                    "name", field.name(),
                                    "before", field.before(),
                                    "after", field.after()));
                }
                shown.put("fields", fields);
                items.add(shown);
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("items", items);
            answer.put(
                    "feature_state",
                    items.isEmpty()
                            ? "kept"
                            : FeatureStateChange.between(active, upload.directory()));
            return answer;
        } catch (PolicyException e) {
            throw refused(e.problems().stream().map(upload::relative).toList());
        }
    }

    @Override
    public Map<String, Object> drifts(Call call) {
        return Map.of("drifts", drifts.of(call.tenantId()).stream().map(DriftLog::fields).toList());
    }

    @Override
    public Map<String, Object> audit(IntPredicate wanted, long after, int limit) {
        boolean all = tenants.stream().allMatch(tenant -> wanted.test(tenant.id()));
        List<Object> entries = new ArrayList<>();
        for (AuditEntry entry : audit.entries()) {
            String tenant = entry.detail("tenant");
            boolean shown = tenant.isEmpty() ? all : wanted.test(Integer.parseInt(tenant));
            if (shown && entry.number() > after && entries.size() < limit) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("n", entry.number());
                line.put("time", entry.time().toString());
                line.put("actor", entry.actor());
                line.put("action", entry.action());
                line.put("outcome", entry.outcome());
                line.put("details", new TreeMap<>(entry.details()));
                entries.add(line);
            }
        }
        return Map.of("entries", entries);
    }

    private Map<String, String> perform(Call call, Map<String, String> request) {
        Map<String, String> fields = new HashMap<>(request);
        fields.put("tenant", Integer.toString(call.tenantId()));
        fields.put("by", call.actor());
        return policies.perform(new Request("admin", fields));
    }

    private Map<String, Object> done(
            Call call, Map<String, String> request, UnaryOperator<String> wording) {
        Map<String, String> answer = perform(call, request);
        String message = wording.apply(answer.getOrDefault("message", ""));
        if ("done".equals(answer.get("outcome"))) {
            return Map.of("message", message);
        }
        if (!"refused".equals(answer.get("outcome"))) {
            throw new AdminException(
                    ProblemType.INTERNAL_ERROR, ProblemType.INTERNAL_ERROR.title());
        }
        List<String> problems = message.lines().toList();
        throw problems.size() == 1
                ? new AdminException(ProblemType.CHANGE_REFUSED, message)
                : refused(problems);
    }

    private static AdminException refused(List<String> problems) {
        return new AdminException(
                Problem.ofFields(
                        ProblemType.CHANGE_REFUSED,
                        problems.stream()
                                .limit(SHOWN_PROBLEMS)
                                .map(problem -> new FieldError("bundle", "", problem))
                                .toList()));
    }

    @Override
    public void close() {
        lists.close();
    }
}
