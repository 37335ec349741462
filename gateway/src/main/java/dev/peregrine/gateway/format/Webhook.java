package dev.peregrine.gateway.format;

import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.mapping.FieldSource;
import dev.peregrine.gateway.mapping.FormatTable;
import dev.peregrine.gateway.mapping.MappedFields;
import dev.peregrine.gateway.mapping.MappingInput;
import dev.peregrine.gateway.mapping.MessageTable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What webhooks of payment providers have in common. A message is answered with success when all
 * its events had their effect, now or before; the provider repeats it otherwise.
 */
abstract class Webhook implements Format {
    private static final int MAX_LENGTH = 256 * 1024;
    private static final List<String> TIMES =
            List.of("outcome_time", "label_time", "reversal_time");

    private final FormatTable table;
    private final long retryUnknownNs;

    /**
     * @param retryUnknownNs how long a provider is let repeat an event whose payment is not known,
     *     in nanoseconds from the event's own time on; afterwards it is acknowledged without effect
     */
    Webhook(FormatTable table, long retryUnknownNs) {
        this.table = table;
        this.retryUnknownNs = retryUnknownNs;
    }

    @Override
    public final String name() {
        return table.name();
    }

    @Override
    public final int maxLength() {
        return MAX_LENGTH;
    }

    @Override
    public final boolean takes(String mediaType) {
        return mediaType.equals("application/json");
    }

    @Override
    public final String mediaTypes() {
        return "application/json";
    }

    final FormatTable table() {
        return table;
    }

    /** What an event becomes by the table of a name; nothing when there is no such table. */
    final void add(String message, FieldSource source, FormatCall call, List<FormatEvent> events) {
        MessageTable found = message == null ? null : table.messages().get(message);
        if (found == null) {
            return;
        }
        MappedFields fields = found.map(new MappingInput(source, call.tokens(), call.nowNs()));
        if (found.event() != EventKind.LABEL || LabelKinds.tells(fields)) {
            events.add(new FormatEvent(found.event(), fields));
        }
    }

    /** A message that nobody with a secret has signed. */
    static FormatException unsigned(String detail) {
        return FormatException.of(Problem.of(ProblemType.UNAUTHENTICATED, detail));
    }

    /**
     * A message that was read.
     *
     * @param success the provider's answer
     */
    final FormatRequest request(List<FormatEvent> events, FormatCall call, FormatAnswer success) {
        return new FormatRequest() {
            @Override
            public List<FormatEvent> events() {
                return events;
            }

            @Override
            public FormatAnswer answer(List<FormatResult> results) {
                for (int i = 0; i < results.size(); i++) {
                    FormatResult result = results.get(i);
                    if (!result.isGiven() && !isDone(result.problem(), events.get(i), call)) {
                        return FormatAnswer.problem(result.problem());
                    }
                }
                return success;
            }
        };
    }

    /** Whether repeating an event that was refused would be in vain, as it came before. */
    private boolean isDone(Problem problem, FormatEvent event, FormatCall call) {
        return switch (problem.type()) {
            case EVENT_ID_CONFLICT -> true;
            case ORIGINAL_UNKNOWN ->
                    TimeUnit.NANOSECONDS.toMillis(call.nowNs()) - timeMs(event.fields())
                            > TimeUnit.NANOSECONDS.toMillis(retryUnknownNs);
            default -> false;
        };
    }

    private static long timeMs(MappedFields fields) {
        String time =
                TIMES.stream().map(fields::text).filter(t -> !t.isEmpty()).findFirst().orElse("");
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
