package dev.peregrine.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.Serializable;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can make the engine's answers differ from run to run is kept out of it. */
@Timeout(120)
class DeterminismTest {
    @Test
    void shouldReadNoClock() {
        engine().should()
                .callMethodWhere(
                        callTo(System.class, "nanoTime|currentTimeMillis")
                                .or(calls("java.time..", "now")))
                .orShould()
                .dependOnClassesThat(assignableTo(Clock.class))
                .orShould()
                .dependOnClassesThat(
                        resideInAnyPackage("org.agrona.concurrent").and(not(UnsafeBuffer.class)))
                .check(OurClasses.ALL);
    }

    @Test
    void shouldDrawNoRandomNumber() {
        engine().should()
                .dependOnClassesThat(
                        assignableTo(Random.class)
                                .or(assignableTo(RandomGenerator.class))
                                .or(assignableTo(ThreadLocalRandom.class)))
                .orShould()
                .callMethodWhere(
                        callTo(Math.class, "random")
                                .or(calls("java.util", "randomUUID"))
                                .or(callTo(System.class, "identityHashCode")))
                .check(OurClasses.ALL);
    }

    @Test
    void shouldNeitherLogNorDoInputOrOutput() {
        engine().should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                        "java.io..",
                                        "java.nio.file..",
                                        "java.nio.channels..",
                                        "java.net..",
                                        "org.slf4j..",
                                        "java.util.logging..")
                                .and(not(Serializable.class)))
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(OurClasses.ALL);
    }

    @Test
    void shouldUseOnlyExactMathematics() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.peregrine.scoring..", "dev.peregrine.state..")
                .should()
                .callMethodWhere(
                        callTo(
                                Math.class,
                                "fma|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|exp|expm1"
                                        + "|log|log10|log1p|pow|cbrt|hypot"))
                .check(OurClasses.ALL);
    }

    private static GivenClassesConjunction engine() {
        return noClasses()
                .that()
                .resideInAPackage("dev.peregrine.scoring..")
                .and()
                .resideOutsideOfPackage("dev.peregrine.scoring.pipeline..");
    }

    private static DescribedPredicate<JavaCall<?>> callTo(Class<?> owner, String methods) {
        return target(owner(assignableTo(owner))).and(target(nameMatching(methods)));
    }

    private static DescribedPredicate<JavaCall<?>> calls(String packageName, String method) {
        return target(owner(resideInAnyPackage(packageName))).and(target(nameMatching(method)));
    }

    private static DescribedPredicate<JavaClass> not(Class<?> type) {
        return DescribedPredicate.not(
                DescribedPredicate.describe("is " + type, c -> c.isEquivalentTo(type)));
    }
}
