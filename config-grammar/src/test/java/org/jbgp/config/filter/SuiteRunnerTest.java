package org.jbgp.config.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.junit.jupiter.api.Test;

class SuiteRunnerTest {

    @Test
    void tellsWhatFailedWithBothValues() {
        FilterSource source = FilterSource.of("""
                function good() { bt_assert(1 + 1 = 2); print "hello"; }
                bt_test_suite(good, "Good");
                function bad() {
                  int x = 5;
                  bt_assert(x  =  6);
                  bt_assert(x > 6 ||
                            x < 2);
                }
                bt_test_suite(bad, "Bad");
                function broken(){ int x; bt_assert(x + 1 = 2); }
                bt_test_suite(broken, "Broken");
                bt_test_same(good, bad, 1);
                bt_test_same(good, good, 1);
                """);
        assertThat(source.errors()).isEmpty();
        List<String> lines = new ArrayList<>();

        boolean passed = new SuiteRunner(FilterEnvironment.NONE, lines::add).run(source.language());

        assertThat(passed).isFalse();
        assertThat(lines)
                .containsExactly(
                        "hello",
                        "test:5:3 failed: x = 6, that is 5 = 6",
                        "test:6:3 failed: x > 6 || x < 2",
                        "test:10:39 + needs int, got an undefined value",
                        "test:12:1 good and bad are not the same",
                        "2 passed, 3 failed");
    }
}
