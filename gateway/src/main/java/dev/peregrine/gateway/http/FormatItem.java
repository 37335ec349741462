package dev.peregrine.gateway.http;

import dev.peregrine.gateway.format.FormatEvent;
import dev.peregrine.gateway.format.FormatResult;
import dev.peregrine.gateway.json.Acknowledgement;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.StandInDecision;

/** One request of a message, while it is answered. */
final class FormatItem extends EventAnswer {
    private final FormatExchange exchange;
    private final int index;
    private final FormatEvent event;
    private final boolean holdsRoom;
    private boolean answered;

    /**
     * @param holdsRoom whether it was let in at the gate for itself
     */
    FormatItem(FormatExchange exchange, int index, FormatEvent event, boolean holdsRoom) {
        super(exchange.submitter());
        this.exchange = exchange;
        this.index = index;
        this.event = event;
        this.holdsRoom = holdsRoom;
    }

    @Override
    protected void onDecided(Decision decision) {
        settle(FormatResult.of(decision));
    }

    @Override
    protected void onAcknowledged(Acknowledgement ack) {
        settle(FormatResult.of(ack));
    }

    @Override
    protected void onStandIn(StandInDecision standIn, boolean replayed) {
        settle(FormatResult.of(standIn));
    }

    @Override
    protected void onProblem(Problem problem) {
        settle(FormatResult.of(problem, event.fields()));
    }

    @Override
    protected boolean isAwaited() {
        return !answered && !exchange.isClosed();
    }

    private void settle(FormatResult result) {
        if (!answered) {
            answered = true;
            exchange.onAnswered(index, result, holdsRoom);
        }
    }
}
