package org.jbgp.daemon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How often the kernel is looked at. */
class ScanPaceTest {
    private final ScanPace pace = new ScanPace();

    @Test
    void comesOnceAMinuteWhileNothingHappens() {
        pace.every(2);
        pace.scanned(1_000);
        assertThat(pace.next(1_000)).isEqualTo(61_000);
        pace.scanned(61_000);
        assertThat(pace.next(61_000)).isEqualTo(121_000);
    }

    @Test
    void comesWithinTheScanTimeOfTheFirstThingThatHappened() {
        pace.every(2);
        pace.scanned(0);
        pace.stir();
        assertThat(pace.next(10_000)).isEqualTo(12_000);
        pace.stir();
        assertThat(pace.next(11_000)).isEqualTo(12_000);
        pace.scanned(12_000);
        assertThat(pace.next(12_000)).isEqualTo(72_000);
    }

    @Test
    void aLongerScanTimeHoldsWhateverHappens() {
        pace.every(300);
        pace.scanned(0);
        assertThat(pace.next(0)).isEqualTo(300_000);
        pace.stir();
        assertThat(pace.next(100_000)).isEqualTo(300_000);
    }

    @Test
    void comesSoonerWhereAskedToAndAgainWhereSomethingWasMissed() {
        pace.every(2);
        pace.scanned(0);
        pace.by(500);
        pace.by(700);
        assertThat(pace.next(100)).isEqualTo(500);
        pace.missed(500, 1_000);
        assertThat(pace.next(500)).isEqualTo(1_500);
    }

    @Test
    void aScanTimeOfZeroScansOnlyWhereAskedTo() {
        pace.every(0);
        pace.scanned(0);
        pace.stir();
        assertThat(pace.next(1)).isGreaterThan(Long.MAX_VALUE / 8);
        pace.by(1_000);
        assertThat(pace.next(1)).isEqualTo(1_000);
    }
}
