package org.jbgp.daemon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of many interfaces are reported together, and what is lost soon. */
class ReportPaceTest {
    private final ReportPace pace = new ReportPace();

    @Test
    void theFirstIsReportedAtOnce() {
        assertThat(pace.due(false)).isZero();
        assertThat(pace.due(true)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // interfaces, milliseconds the report took, wait of what is new, wait of what is lost
        "4, 0, 2, 0",
        "4, 20, 200, 0",
        "4, 100, 250, 0",
        "100, 1, 50, 10",
        "500, 1, 250, 50",
        "5000, 100, 250, 50",
    })
    void theNextWaits(int interfaces, int took, int wait, int waitOfLoss) {
        pace.reported(1_000, 1_000 + took, interfaces);
        assertThat(pace.due(false)).isEqualTo(1_000 + took + wait);
        assertThat(pace.due(true)).isEqualTo(1_000 + took + waitOfLoss);
    }
}
