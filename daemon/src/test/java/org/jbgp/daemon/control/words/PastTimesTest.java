package org.jbgp.daemon.control.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastTimesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:30:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Prague");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-30T12:30:00Z",
        "-0m, 2026-11-30T12:30:00Z",
        "-10m, 2026-11-30T12:20:00Z",
        "-1h30m, 2026-11-30T11:00:00Z",
        "-1d2h3m4s5ms, 2026-11-29T10:26:55.995Z",
        "13:30, 2026-11-30T12:30:00Z",
        "9:05, 2026-11-30T08:05:00Z",
        "13:29:59.5, 2026-11-30T12:29:59.500Z",
        // Not yet, so yesterday's.
        "13:31, 2026-11-29T12:31:00Z",
        "2026-11-30, 2026-11-29T23:00:00Z",
        "2026-11-30 12:00, 2026-11-30T11:00:00Z",
        "2026-11-30T12:00:00Z, 2026-11-30T12:00:00Z",
        "2026-11-30T12:00:00+02:00, 2026-11-30T10:00:00Z",
        "2026-07-01 12:00:00, 2026-07-01T10:00:00Z",
    })
    void reads(String text, Instant instant) throws CommandException {
        assertThat(PastTimes.parse(text, NOW, ZONE)).isEqualTo(instant);
    }

    /** The hour that there is twice is the last one that was; the one that there is not is the next one. */
    @ParameterizedTest
    @CsvSource({
        "02:30, 2026-10-25T00:50:00Z, 2026-10-25T00:30:00Z",
        "02:30, 2026-10-25T01:50:00Z, 2026-10-25T01:30:00Z",
        "02:55, 2026-10-25T01:50:00Z, 2026-10-25T00:55:00Z",
        "02:30, 2026-10-25T00:20:00Z, 2026-10-24T00:30:00Z",
        "2026-10-25 02:30, 2026-11-30T12:30:00Z, 2026-10-25T01:30:00Z",
        "02:30, 2026-03-29T12:00:00Z, 2026-03-29T01:30:00Z",
    })
    void readsWhenClocksArePut(String text, Instant now, Instant instant) throws CommandException {
        assertThat(PastTimes.parse(text, now, ZONE)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "10m",
                "-10",
                "-10x",
                "24:00",
                "13:60",
                "2026-13-01",
                "2026-11-30T25:00Z",
                "yesterday",
                "-999999999d999999999d"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> PastTimes.parse(text, NOW, ZONE))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Invalid time " + text + ": ")
                .message()
                .doesNotContain("parsed", "HourOfDay");
    }
}
