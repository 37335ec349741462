package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.Rule;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.ReasonMethod;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.rules.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the decision body: a function of the event, its place in the order and the policy, and of
 * nothing else. Reasons are the weightiest fired rules, by absolute points, ties in order of the
 * bundle. One thread; does not allocate.
 */
final class DecisionEncoder {
    /** Greatest number of reasons in a decision. */
    static final int MAX_REASONS = 8;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DecisionBodyEncoder body = new DecisionBodyEncoder();
    private final long[] hash = new long[4];
    private final int version;
    private final int[] points;
    private final byte[][] codes;
    private final byte[][] ids;
    private final byte[][] texts;
    private final int[] chosen = new int[MAX_REASONS];

    DecisionEncoder(PolicyBundle bundle) {
        version = bundle.version();
        for (int i = 0; i < hash.length; i++) {
            hash[i] = bundle.hash().word(i);
        }
        List<Rule> rules = bundle.rules();
        points = rules.stream().mapToInt(Rule::points).toArray();
        codes = utf8(rules.stream().map(Rule::reasonCode).toList());
        ids = utf8(rules.stream().map(Rule::id).toList());
        texts = utf8(rules.stream().map(Rule::reasonText).toList());
    }

    void encode(
            TransactionView transaction,
            long epoch,
            long sequence,
            Verdict verdict,
            BitVector fired,
            EventResult out) {
        body.wrapAndApplyHeader(out.body, 0, header);
        body.tenantId(transaction.fields().tenantId())
                .action(verdict.action())
                .riskLevel(verdict.riskLevel())
                .score(verdict.score())
                .policyVersion(version);
        body.policyHash().word0(hash[0]).word1(hash[1]).word2(hash[2]).word3(hash[3]);
        body.epoch(epoch).sequence(sequence).eventTimeNs(transaction.fields().eventTimeNs());
        int reasons = choose(fired);
        DecisionBodyEncoder.ReasonsEncoder group = body.reasonsCount(reasons);
        for (int i = 0; i < reasons; i++) {
            int rule = chosen[i];
            group.next()
                    .contribution(points[rule])
                    .method(ReasonMethod.RULE)
                    .putCode(codes[rule], 0, codes[rule].length)
                    .putSource(ids[rule], 0, ids[rule].length)
                    .putText(texts[rule], 0, texts[rule].length);
        }
        body.putEventId(
                transaction.buffer(), transaction.eventIdOffset(), transaction.eventIdLength());
        out.bodyLength = MessageHeaderEncoder.ENCODED_LENGTH + body.encodedLength();
    }

    /** Insertion into a short sorted list: more rules than reasons rarely fire. */
    private int choose(BitVector fired) {
        int count = 0;
        for (int rule = 0; rule < points.length; rule++) {
            if (fired.get(rule)) {
                int at = count;
                while (at > 0 && Math.abs(points[chosen[at - 1]]) < Math.abs(points[rule])) {
                    if (at < MAX_REASONS) {
                        chosen[at] = chosen[at - 1];
                    }
                    at--;
                }
                if (at < MAX_REASONS) {
                    chosen[at] = rule;
                    count = Math.min(MAX_REASONS, count + 1);
                }
            }
        }
        return count;
    }

    private static byte[][] utf8(List<String> texts) {
        return texts.stream()
                .map(text -> (text == null ? "" : text).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
