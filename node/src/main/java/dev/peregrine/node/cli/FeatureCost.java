package dev.peregrine.node.cli;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.Window;
import dev.peregrine.scoring.features.FeatureUse;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.SpanText;
import java.util.Locale;

/**
 * What a feature keeps of each entity, and how its cost grows.
 *
 * @param feature the feature
 * @param window what it is taken over, for people; empty for the transaction alone
 * @param keeps parts of the record that it reads, with their bytes, for people
 * @param bytes of these parts; features that read the same part keep it once
 * @param costClass of an event that comes in order
 */
record FeatureCost(FeatureSpec feature, String window, String keeps, int bytes, String costClass) {

    /**
     * @param entity the feature's entity type, or null
     */
    static FeatureCost of(FeatureSpec feature, FeatureUse use, EntityCost entity) {
        if (entity == null) {
            return new FeatureCost(feature, "", "-", 0, "O(1)");
        }
        if (use.decay() != FeatureUse.NONE) {
            int bytes = entity.footprint().history().decayBytes();
            return new FeatureCost(
                    feature,
                    "half-life " + SpanText.of(feature.halfLifeNs()),
                    "decayed sum " + bytes,
                    bytes,
                    "O(1); O(events kept) when late");
        }
        int bytes = entity.footprint().history().windowBytes();
        String keeps = "window " + bytes;
        if (use.lane() != FeatureUse.NONE) {
            int lane = entity.footprint().history().laneBytes().get(use.lane());
            LaneSpec spec = entity.layout().lanes().get(use.lane());
            keeps += " + " + name(spec) + (lane == 0 ? "" : " " + lane);
            bytes += lane;
        }
        return new FeatureCost(
                feature,
                window(feature.window(), use, entity),
                keeps,
                bytes,
                cost(feature, use, entity));
    }

    private static String window(Window window, FeatureUse use, EntityCost entity) {
        String text = entity.layout().windows().get(use.window()).describe();
        return window.kind() == Window.Kind.CALENDAR ? text + ", " + window.zone().name() : text;
    }

    private static String name(LaneSpec lane) {
        return lane.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String cost(FeatureSpec feature, FeatureUse use, EntityCost entity) {
        if (use.lane() == FeatureUse.NONE) {
            return "O(1) amortised";
        }
        LaneSpec lane = entity.layout().lanes().get(use.lane());
        boolean top =
                feature.aggregate() == Aggregate.TOP_SHARE
                        || feature.aggregate() == Aggregate.IS_TOP;
        return switch (lane.kind()) {
            case MOMENTS, SQUARES, TREND -> "O(1) amortised";
            case EXTREMES -> "O(1) expected, O(window) worst";
            case ENDS ->
                    lane.condition() == LaneSpec.ALL && lane.column() == LaneSpec.AMOUNT
                            ? "O(1) amortised"
                            : "O(1) + events passed over at the ends";
            case VALUES -> "O(1) amortised";
            case TOP_VALUES -> top ? "O(distinct)" : "O(distinct), by a shared lane";
        };
    }
}
