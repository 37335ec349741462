package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.Rule;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.ReasonMethod;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.model.ModelReasons;
import dev.peregrine.scoring.rules.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the decision body: a function of the event, its place in the order and the policy, and of
 * nothing else. Reasons are the weightiest fired rules and, where the payment is not approved, what
 * raised the champion's score; by absolute points, ties in order of the bundle, rules first. One
 * thread; does not allocate.
 */
final class DecisionEncoder {
    /** Greatest number of reasons in a decision. */
    static final int MAX_REASONS = 8;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DecisionBodyEncoder body = new DecisionBodyEncoder();
    private final long[] hash = new long[4];
    private final int version;
    private final int rules;
    private final ModelReasons modelReasons;
    private final int[] points;
    private final byte[][] codes;
    private final byte[][] ids;
    private final byte[][] texts;
    private final int[] chosen = new int[MAX_REASONS];

    DecisionEncoder(PolicyBundle bundle, ModelReasons modelReasons) {
        this.modelReasons = modelReasons;
        version = bundle.version();
        for (int i = 0; i < hash.length; i++) {
            hash[i] = bundle.hash().word(i);
        }
        List<Rule> list = bundle.rules();
        rules = list.size();
        points = new int[rules + modelReasons.size()];
        for (int i = 0; i < rules; i++) {
            points[i] = list.get(i).points();
        }
        codes = utf8(list.stream().map(Rule::reasonCode).toList());
        ids = utf8(list.stream().map(Rule::id).toList());
        texts = utf8(list.stream().map(Rule::reasonText).toList());
    }

    void encode(
            TransactionView transaction,
            long epoch,
            long sequence,
            Verdict verdict,
            BitVector fired,
            boolean withModel,
            EventResult out) {
        body.wrapAndApplyHeader(out.body, 0, header);
        body.tenantId(transaction.fields().tenantId())
                .action(verdict.action())
                .riskLevel(verdict.riskLevel())
                .score(verdict.score())
                .policyVersion(version);
        body.policyHash().word0(hash[0]).word1(hash[1]).word2(hash[2]).word3(hash[3]);
        body.epoch(epoch).sequence(sequence).eventTimeNs(transaction.fields().eventTimeNs());
        int reasons = choose(fired, withModel);
        DecisionBodyEncoder.ReasonsEncoder group = body.reasonsCount(reasons);
        for (int i = 0; i < reasons; i++) {
            int rule = chosen[i];
            if (rule < rules) {
                put(group, rule, ReasonMethod.RULE, codes[rule], ids[rule], texts[rule]);
            } else {
                int reason = rule - rules;
                put(
                        group,
                        rule,
                        modelReasons.method(),
                        modelReasons.code(reason),
                        modelReasons.source(reason),
                        modelReasons.text(reason));
            }
        }
        body.putEventId(
                transaction.buffer(), transaction.eventIdOffset(), transaction.eventIdLength());
        out.bodyLength = MessageHeaderEncoder.ENCODED_LENGTH + body.encodedLength();
    }

    private void put(
            DecisionBodyEncoder.ReasonsEncoder group,
            int reason,
            ReasonMethod method,
            byte[] code,
            byte[] source,
            byte[] text) {
        group.next()
                .contribution(points[reason])
                .method(method)
                .putCode(code, 0, code.length)
                .putSource(source, 0, source.length)
                .putText(text, 0, text.length);
    }

    private int choose(BitVector fired, boolean withModel) {
        int count = 0;
        for (int rule = 0; rule < rules; rule++) {
            if (fired.get(rule)) {
                count = choose(rule, count);
            }
        }
        if (withModel) {
            for (int i = 0; i < modelReasons.size(); i++) {
                points[rules + i] = modelReasons.points(i);
                if (points[rules + i] > 0) {
                    count = choose(rules + i, count);
                }
            }
        }
        return count;
    }

    /** Insertion into a short sorted list: more reasons than it holds are rare. */
    private int choose(int reason, int count) {
        int at = count;
        while (at > 0 && Math.abs(points[chosen[at - 1]]) < Math.abs(points[reason])) {
            if (at < MAX_REASONS) {
                chosen[at] = chosen[at - 1];
            }
            at--;
        }
        if (at >= MAX_REASONS) {
            return count;
        }
        chosen[at] = reason;
        return Math.min(MAX_REASONS, count + 1);
    }

    private static byte[][] utf8(List<String> texts) {
        return texts.stream()
                .map(text -> (text == null ? "" : text).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
