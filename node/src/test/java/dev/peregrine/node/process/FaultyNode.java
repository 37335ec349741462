package dev.peregrine.node.process;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;

import dev.peregrine.node.cli.Main;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.Transformer.ForAdvice;

/** The command line on a machine that breaks, see {@link FileFaults} and {@link EngineFaults}. */
final class FaultyNode {
    private FaultyNode() {}

    /** Runs a command; the JVM has Byte Buddy's agent. */
    public static void main(String[] args) {
        new AgentBuilder.Default()
                .ignore(none())
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
                .type(named("sun.nio.ch.FileChannelImpl"))
                .transform(advice("write", "FileFaults$Write"))
                .transform(advice("force", "FileFaults$Force"))
                .type(named("dev.peregrine.scoring.features.FeaturePlan"))
                .transform(advice("locate", "EngineFaults$Poison"))
                .type(named("dev.peregrine.scoring.features.EntityPlan"))
                .transform(advice("add", "EngineFaults$Halt"))
                .installOn(ByteBuddyAgent.install());
        Main.main(args);
    }

    /** By name: loading the advice now would load what it is meant for. */
    private static ForAdvice advice(String method, String name) {
        return new ForAdvice()
                .include(FaultyNode.class.getClassLoader())
                .advice(named(method), FaultyNode.class.getPackageName() + "." + name);
    }
}
