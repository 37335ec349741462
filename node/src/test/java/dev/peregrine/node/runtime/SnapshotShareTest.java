package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SnapshotShareTest {
    private static final Duration INTERVAL = Duration.ofMinutes(15);

    @Test
    void shouldDoubleWhileSnapshotsTakeMoreThanHalfOfTheInterval() {
        SnapshotShare share = new SnapshotShare(0.3, INTERVAL);
        share.took(TimeUnit.MINUTES.toNanos(8));
        assertThat(share.value()).isEqualTo(0.6);
        share.took(TimeUnit.MINUTES.toNanos(8));
        assertThat(share.value()).isEqualTo(1);
        share.took(TimeUnit.MINUTES.toNanos(8));
        assertThat(share.value()).isEqualTo(1);
    }

    @Test
    void shouldStayWhileSnapshotsTakeSomeOfTheInterval() {
        SnapshotShare share = new SnapshotShare(0.1, INTERVAL);
        share.took(TimeUnit.MINUTES.toNanos(8));
        share.took(TimeUnit.MINUTES.toNanos(5));
        assertThat(share.value()).isEqualTo(0.2);
    }

    @Test
    void shouldGoBackToTheLeastWhenSnapshotsAreQuick() {
        SnapshotShare share = new SnapshotShare(0.1, INTERVAL);
        share.took(TimeUnit.MINUTES.toNanos(8));
        share.took(TimeUnit.MINUTES.toNanos(1));
        assertThat(share.value()).isEqualTo(0.1);
        share.took(TimeUnit.MINUTES.toNanos(1));
        assertThat(share.value()).isEqualTo(0.1);
    }

    @Test
    void shouldStayWithoutAnInterval() {
        SnapshotShare share = new SnapshotShare(0.1, Duration.ZERO);
        share.took(TimeUnit.HOURS.toNanos(1));
        assertThat(share.value()).isEqualTo(0.1);
    }
}
