package dev.peregrine.gateway.http;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.json.Acknowledgement;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.gateway.json.StandInReason;
import dev.peregrine.gateway.standin.PaymentFacts;
import dev.peregrine.gateway.standin.StandInEntry;
import dev.peregrine.gateway.standin.StandIns;
import java.util.Optional;

/**
 * Stands between the engine and the caller of a decision: where the engine gives none in time, the
 * caller is told the stand-in, after that is on the disk. Lives on its event loop.
 */
final class GuardedAnswer extends EventAnswer {
    private static final Problem CONFLICT =
            Problem.of(
                    ProblemType.EVENT_ID_CONFLICT,
                    "the event id was used before for another payment");

    private final EventSubmitter submitter;
    private final EngineClient engine;
    private final StandIns standIns;
    private final PaymentFacts payment;
    private final byte[] event;
    private final EventAnswer caller;

    /**
     * @param event the payment, a Transaction with its header
     */
    GuardedAnswer(
            EventSubmitter submitter,
            EngineClient engine,
            StandIns standIns,
            byte[] event,
            EventAnswer caller) {
        super(submitter);
        this.submitter = submitter;
        this.engine = engine;
        this.standIns = standIns;
        this.payment = PaymentFacts.of(event);
        this.event = event;
        this.caller = caller;
    }

    /** Answers from the spool, when the payment has been answered by a stand-in before. */
    boolean answerFromSpool() {
        StandInEntry known = standIns.find(payment);
        if (known == null) {
            return false;
        }
        Optional<Decision> decision =
                known.isSuperseded() ? standIns.supersedingDecision(known) : Optional.empty();
        if (!known.isAbout(event)) {
            caller.onProblem(CONFLICT);
        } else if (decision.isPresent()) {
            caller.onDecided(decision.get());
        } else {
            tell(known, true);
        }
        return true;
    }

    @Override
    protected void onDecided(Decision decision) {
        StandInEntry given = standIns.find(payment);
        boolean differs = given == null || !given.isAbout(event);
        caller.onDecided(differs ? decision : decision.superseding(given.decision()));
    }

    @Override
    protected void onAcknowledged(Acknowledgement ack) {
        caller.onAcknowledged(ack);
    }

    @Override
    protected void onStandIn(StandInDecision standIn, boolean replayed) {
        caller.onStandIn(standIn, replayed);
    }

    @Override
    protected boolean isAwaited() {
        return caller.isAwaited();
    }

    @Override
    protected void onProblem(Problem problem) {
        StandInReason reason = reason(problem.type());
        if (reason == null || !caller.isAwaited()) {
            caller.onProblem(problem);
            return;
        }
        if (answerFromSpool()) {
            return;
        }
        standIns.decide(payment, event, reason)
                .ifPresentOrElse(this::tellFirst, () -> caller.onProblem(problem));
    }

    /** Tells a stand-in that was just decided, unless another request was quicker. */
    private void tellFirst(StandIns.Given given) {
        if (given.entry().isAbout(event)) {
            tell(given.entry(), given.isReplayed());
        } else {
            caller.onProblem(CONFLICT);
        }
    }

    private StandInReason reason(ProblemType type) {
        return switch (type) {
            case TIMEOUT ->
                    engine.session().isOpen()
                            ? StandInReason.DEADLINE
                            : StandInReason.ENGINE_UNAVAILABLE;
            case OVERLOADED -> StandInReason.OVERLOAD;
            case UNAVAILABLE, SHUTTING_DOWN -> StandInReason.ENGINE_UNAVAILABLE;
            default -> null;
        };
    }

    /** Tells a stand-in when it is on the disk. */
    private void tell(StandInEntry entry, boolean replayed) {
        entry.await(
                new StandInEntry.Waiter() {
                    @Override
                    public void onKept(StandInEntry kept) {
                        submitter.handOver(() -> caller.onStandIn(kept.decision(), replayed));
                    }

                    @Override
                    public void onNotKept(String reason) {
                        submitter.handOver(() -> caller.onProblem(notKept(reason)));
                    }
                });
    }

    private static Problem notKept(String reason) {
        return Problem.of(
                ProblemType.UNAVAILABLE, "no decision in time, and no stand-in: " + reason);
    }
}
