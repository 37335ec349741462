package dev.peregrine.latency.bench;

import dev.peregrine.latency.engine.EngineFigures;
import dev.peregrine.latency.engine.EngineRun;
import dev.peregrine.latency.journal.ChildProcess;
import dev.peregrine.latency.rig.RigPlan;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.MeasurementBuilder;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Repetition;
import dev.peregrine.report.latency.SeriesPoint;
import dev.peregrine.report.latency.StageFigure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * The engine alone, in processes of their own, one for each repetition: policy reference beside
 * what the memory alone costs, the others over simulated traffic.
 */
final class EngineBench {
    private static final double NS_PER_S = 1e9;

    private final RigPlan plan;
    private final int cards;
    private final BenchReport report;

    /**
     * @param cards of policy reference
     */
    EngineBench(RigPlan plan, int cards, BenchReport report) {
        this.plan = plan;
        this.cards = cards;
        this.report = report;
    }

    /** Measures every policy. */
    void run(List<String> policies) throws Exception {
        for (String policy : policies) {
            run(policy);
        }
    }

    private void run(String policy) throws Exception {
        String name = EngineRun.name(policy, cards);
        List<EngineFigures> engine = new ArrayList<>();
        List<EngineFigures> floor = new ArrayList<>();
        for (int i = 1; i <= plan.repetitions(); i++) {
            Map<String, EngineFigures> found = measure(policy, i);
            engine.add(found.get(name));
            say(name, found.get(name));
            if (policy.equals(EngineRun.REFERENCE)) {
                floor.add(found.get(EngineRun.floorName(cards)));
                say(EngineRun.floorName(cards), floor.get(floor.size() - 1));
            }
        }
        if (!floor.isEmpty()) {
            report.add(
                    measurement(
                            Measurement.builder(
                                    EngineRun.floorName(cards),
                                    "floor: memory alone, " + cards + " cards",
                                    "as many cache lines of five plain tables, as many nodes of the"
                                            + " same trees in plain arrays; one core"),
                            EngineRun.floorName(cards),
                            floor,
                            Map.of("ns_per_event", median(floor, EngineFigures::eventNs))));
        }
        report.add(
                measurement(
                        Measurement.builder(name, title(policy), includes(policy))
                                .floor(floor.isEmpty() ? null : EngineRun.floorName(cards)),
                        name,
                        engine,
                        further(engine, floor)));
    }

    private Map<String, EngineFigures> measure(String policy, int repetition) throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.create("engine")) {
            Path file = scratch.path().resolve("figures.json");
            try (ChildProcess child =
                    ChildProcess.ofThisJvm(
                            EngineRun.class,
                            policy,
                            Integer.toString(cards),
                            Integer.toString(repetition),
                            Double.toString(plan.warmUpSeconds()),
                            Double.toString(plan.seconds()),
                            report.files().directory().toString(),
                            file.toString())) {
                child.await(EngineRun.DONE);
                return EngineFigures.read(file);
            }
        }
    }

    private void say(String name, EngineFigures figures) {
        report.say(
                String.format(
                        Locale.ROOT,
                        "  %-26s %,.0f ns (%,.0f ns of the processor), %d bytes in the best batch",
                        name,
                        figures.eventNs(),
                        figures.eventCpuNs(),
                        figures.allocatedBytes()));
    }

    private String title(String policy) {
        return "engine alone, policy "
                + policy
                + (policy.equals(EngineRun.REFERENCE) ? ", " + cards + " cards" : "");
    }

    private static String includes(String policy) {
        return (policy.equals(EngineRun.REFERENCE)
                        ? "decoding, identity, 5 entities, 60 features, 50 rules, 100 trees"
                        : "decoding, identity, features, rules, score")
                + ", the decision encoded; no journal, no network; one core";
    }

    private static Map<String, Double> further(
            List<EngineFigures> engine, List<EngineFigures> floor) {
        Map<String, Double> further = new TreeMap<>();
        double ns = median(engine, EngineFigures::eventNs);
        further.put("ns_per_decision", ns);
        further.put("decisions_per_second", NS_PER_S / ns);
        further.put(
                "decisions_per_second_of_the_processor",
                NS_PER_S / median(engine, EngineFigures::eventCpuNs));
        further.put(
                "allocated_bytes_in_the_best_batch",
                median(engine, f -> (double) f.allocatedBytes()));
        if (!floor.isEmpty()) {
            further.put("times_the_floor", ns / median(floor, EngineFigures::eventNs));
        }
        return further;
    }

    private Measurement measurement(
            MeasurementBuilder begun,
            String name,
            List<EngineFigures> runs,
            Map<String, Double> further)
            throws IOException {
        Histogram all = new Histogram(3);
        List<Repetition> repetitions = new ArrayList<>();
        List<SeriesPoint> series = new ArrayList<>();
        Map<String, StageSource.Part> phases = new LinkedHashMap<>();
        for (EngineFigures run : runs) {
            Histogram one = run.histogram();
            all.add(one);
            long count = one.getTotalCount();
            repetitions.add(new Repetition(0, count, count, 0, 0, 0, Percentiles.of(one)));
            series.addAll(run.series());
            run.phases().forEach(p -> phases.merge(p.name(), p.part(), StageSource.Part::add));
        }
        report.files().histogram(name, all);
        return begun.from("the end of the event before it")
                .seconds(plan.warmUpSeconds(), plan.seconds())
                .repetitions(repetitions)
                .latencies(all)
                .stages(
                        phases.values().stream()
                                .map(p -> StageFigure.of(p.name(), p.includes(), p.nanos()))
                                .toList())
                .series(series)
                .figures(further)
                .build();
    }

    private static double median(List<EngineFigures> runs, ToDoubleFunction<EngineFigures> figure) {
        double[] values = runs.stream().mapToDouble(figure).sorted().toArray();
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
