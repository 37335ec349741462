package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.ModelReason;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ReasonMethod;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What the champion's contributions come to in an answer: the points that each of the bundle's
 * reasons added to the score. The score's distance from the base's is shared out in proportion to
 * the contributions to the margin, and rounded; reasons that lowered the score have negative
 * points. One thread; allocates nothing per payment.
 */
public final class ModelReasons {
    /** Of a policy whose champion gives none. */
    public static final ModelReasons NONE = new ModelReasons();

    private final Attribution attribution;
    private final Calibration calibration;
    private final ReasonMethod method;
    private final int baseScore;
    private final int[] reasonOf;
    private final int[] points;
    private final byte[][] codes;
    private final byte[][] texts;
    private final byte[][] names;
    private final int[] strongest;
    private final double[] contributions;
    private final double[] sums;

    private ModelReasons() {
        attribution = null;
        calibration = null;
        method = ReasonMethod.NULL_VAL;
        baseScore = 0;
        reasonOf = new int[0];
        points = new int[0];
        codes = new byte[0][];
        texts = new byte[0][];
        names = new byte[0][];
        strongest = new int[0];
        contributions = new double[0];
        sums = new double[0];
    }

    private ModelReasons(ModelSpec spec, Attribution attribution) {
        this.attribution = attribution;
        calibration = spec.calibration().orElseThrow();
        method = attribution.method();
        baseScore = calibration.score(attribution.base());
        List<ModelReason> reasons = spec.reasons();
        reasonOf = new int[spec.inputs().size()];
        Arrays.fill(reasonOf, -1);
        for (int reason = 0; reason < reasons.size(); reason++) {
            for (int input : reasons.get(reason).inputs()) {
                reasonOf[input] = reason;
            }
        }
        points = new int[reasons.size()];
        codes = utf8(reasons, ModelReason::code);
        texts = utf8(reasons, ModelReason::text);
        names =
                spec.inputs().stream()
                        .map(input -> name(spec.id() + "." + input.name()))
                        .toArray(byte[][]::new);
        strongest = new int[reasons.size()];
        contributions = new double[reasonOf.length];
        sums = new double[reasons.size()];
    }

    /** Reasons of a champion that has some in the bundle. */
    static ModelReasons of(ModelSpec champion, ModelScorer scorer) {
        return champion.reasons().isEmpty()
                ? NONE
                : Attribution.of(champion.model(), scorer)
                        .map(split -> new ModelReasons(champion, split))
                        .orElse(NONE);
    }

    /** Number of reasons. */
    public int size() {
        return points.length;
    }

    /**
     * Finds the points of every reason.
     *
     * @param row that the champion's scorer scored last
     * @param margin what it said
     */
    void weigh(double[] row, double margin) {
        attribution.of(row, contributions);
        Arrays.fill(sums, 0);
        Arrays.fill(strongest, -1);
        for (int input = 0; input < reasonOf.length; input++) {
            int reason = reasonOf[input];
            if (reason >= 0) {
                sums[reason] += contributions[input];
                int best = strongest[reason];
                if (best < 0 || contributions[input] > contributions[best]) {
                    strongest[reason] = input;
                }
            }
        }
        double distance = margin - attribution.base();
        double scale = distance == 0 ? 0 : (calibration.score(margin) - baseScore) / distance;
        for (int reason = 0; reason < points.length; reason++) {
            points[reason] = (int) StrictMath.rint(sums[reason] * scale);
        }
    }

    /** Points of a reason, as {@link ModelSet#weighReasons} found them. */
    public int points(int reason) {
        return points[reason];
    }

    /** How the points are found. */
    public ReasonMethod method() {
        return method;
    }

    /** Reason code, UTF-8. */
    public byte[] code(int reason) {
        return codes[reason];
    }

    /** Sentence, UTF-8. */
    public byte[] text(int reason) {
        return texts[reason];
    }

    /** Model and the reason's strongest input, as MODEL.INPUT, in ASCII. */
    public byte[] source(int reason) {
        return names[strongest[reason]];
    }

    private static byte[] name(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(ascii, Math.min(ascii.length, ProtocolLimits.MAX_NAME_LENGTH));
    }

    private static <T> byte[][] utf8(List<T> items, Function<T, String> text) {
        return items.stream()
                .map(item -> text.apply(item).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
