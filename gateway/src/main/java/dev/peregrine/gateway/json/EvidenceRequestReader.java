package dev.peregrine.gateway.json;

import dev.peregrine.gateway.evidence.EvidenceQuery;
import dev.peregrine.gateway.evidence.PageCursor;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the query of a listing: {@code card}, {@code merchant}, {@code action}, {@code from},
 * {@code to}, {@code limit}, {@code cursor}, or {@code event_id} alone. Texts are held to what a
 * payment's may be, so a card number is refused, and not repeated. One use.
 */
public final class EvidenceRequestReader {
    private static final int DEFAULT_LIMIT = 50;
    private static final Set<String> NAMES =
            Set.of("card", "merchant", "action", "from", "to", "limit", "cursor", "event_id");
    private static final List<Action> ACTIONS =
            List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE);

    private final FieldErrors errors = new FieldErrors();
    private final TransactionBuilder texts = new TransactionBuilder();
    private String card;
    private String merchant;
    private String eventId;
    private Action action;
    private long fromNs;
    private long toNs = ProtocolLimits.MAX_TIME_NS;
    private int limit = DEFAULT_LIMIT;
    private PageCursor cursor;

    /**
     * Reads the parameters of a URL, decoded.
     *
     * @throws InvalidRequestException naming every parameter at fault
     */
    public EvidenceRequest read(Iterable<Map.Entry<String, String>> parameters, int tenantId)
            throws InvalidRequestException {
        Set<String> given = new HashSet<>();
        for (Map.Entry<String, String> parameter : parameters) {
            String name = parameter.getKey();
            if (!NAMES.contains(name)) {
                errors.add(Texts.snippet(name), "", "is not a known parameter");
            } else if (!given.add(name)) {
                errors.add(name, "", "is given twice");
            } else {
                read(name, parameter.getValue());
            }
        }
        if (eventId != null && given.size() > 1) {
            errors.add("event_id", "", "goes with no other parameter");
        }
        if (fromNs >= toNs) {
            errors.add("to", "", "must be later than from");
        }
        if (!errors.isEmpty()) {
            throw errors.toException();
        }
        return new EvidenceRequest(
                new EvidenceQuery(tenantId, card, merchant, action, fromNs, toNs, limit, cursor),
                eventId);
    }

    private void read(String name, String value) {
        try {
            switch (name) {
                case "card" -> {
                    texts.card(clean(name, value));
                    card = value;
                }
                case "merchant" -> {
                    texts.merchant(clean(name, value));
                    merchant = value;
                }
                case "event_id" -> {
                    texts.eventId(clean(name, value));
                    eventId = value;
                }
                case "action" -> action = action(value);
                case "from" -> fromNs = time(name, value);
                case "to" -> toNs = time(name, value);
                case "limit" -> limit = limit(value);
                default ->
                        cursor =
                                PageCursor.parse(value)
                                        .orElseThrow(
                                                () ->
                                                        refusal(
                                                                name,
                                                                value,
                                                                "must be a next_cursor"));
            }
        } catch (EventFieldException e) {
            errors.add(name, e, value);
        }
    }

    private static String clean(String name, String value) {
        if (value.isEmpty()) {
            throw refusal(name, value, "must not be empty");
        }
        if (!Texts.isClean(value)) {
            throw refusal(name, value, "must not hold control characters or line breaks");
        }
        boolean isCard = name.equals("card");
        if (isCard ? CardNumberScan.finds(value) : CardNumberScan.findsGrouped(value)) {
            throw refusal(name, value, "looks like a card number");
        }
        return value;
    }

    private static Action action(String value) {
        for (Action known : ACTIONS) {
            if (known.name().toLowerCase(Locale.ROOT).equals(value)) {
                return known;
            }
        }
        throw refusal("action", value, "must be approve, challenge, review or decline");
    }

    private static long time(String name, String value) {
        long ns = Rfc3339.parse(value);
        if (ns < 0 || ns > ProtocolLimits.MAX_TIME_NS) {
            throw refusal(name, value, "must be a time as RFC 3339 has it, from 1970 on");
        }
        return ns;
    }

    private static int limit(String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= EvidenceQuery.MAX_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refusal("limit", value, "must be a whole number");
        }
        throw refusal("limit", value, "must be from 1 to " + EvidenceQuery.MAX_LIMIT);
    }

    private static EventFieldException refusal(String name, String value, String detail) {
        return new EventFieldException(name, Texts.snippet(value), detail);
    }
}
