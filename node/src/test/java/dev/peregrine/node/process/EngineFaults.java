package dev.peregrine.node.process;

import dev.peregrine.scoring.features.EntityPlan;
import dev.peregrine.scoring.features.TransactionView;
import net.bytebuddy.asm.Advice;

/** Bugs in the engine that certain payments bring out; inlined into its classes. */
final class EngineFaults {
    private EngineFaults() {}

    /** Before {@code FeaturePlan.locate}: fails for card "poison", before the first effect. */
    static final class Poison {
        private Poison() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) TransactionView transaction) {
            if (transaction.fields().toString().contains("card='poison'")) {
                throw new IllegalStateException("poison");
            }
        }
    }

    /** After {@code EntityPlan.add}: fails for amounts of 666, after the first effect. */
    static final class Halt {
        private Halt() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This EntityPlan plan) {
            if (plan.event().amountMinor == 666) {
                throw new IllegalStateException("halt");
            }
        }
    }
}
