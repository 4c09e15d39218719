package org.jbgp.daemon.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedWordsTest {
    @Test
    void wordsInTurnsComeOnceInAWhile() {
        AtomicLong now = new AtomicLong();
        RepeatedWords words = new RepeatedWords(now::get);
        assertThat(words.line("a")).isEqualTo("a");
        assertThat(words.line("b")).isEqualTo("b");
        assertThat(words.line("a")).isNull();
        assertThat(words.line("b")).isNull();
        assertThat(words.line("a")).isNull();
        now.addAndGet(RepeatedWords.INTERVAL_NANOS);
        assertThat(words.line("a")).isEqualTo("a (and 2 more since the last such line)");
        assertThat(words.line("b")).isEqualTo("b (and 1 more since the last such line)");
        words.forget();
        assertThat(words.line("a")).isEqualTo("a");
    }

    @Test
    void onlyTheLatestTextsAreRemembered() {
        RepeatedWords words = new RepeatedWords(() -> 0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(words.line("text " + i)).isNotNull();
        }
        assertThat(words.line("text 99999")).isNull();
        assertThat(words.line("text 0")).isNotNull();
    }
}
