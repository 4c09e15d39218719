package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * An option works, or is refused with a reason: none is only checked, or accepted with a warning of what is lost. The
 * rows that still are stand here, and go from here in the commit that makes them work.
 */
class NothingIsOnlyCheckedTest {
    private static final List<String> CHECKED = List.of(
            "aggregator.md aggregate on", "aggregator.md merge by", "aggregator.md peer table", "aggregator.md table");

    @Test
    void noFurtherRowIsOnlyChecked() {
        assertThat(rows("| checked |")).containsExactlyElementsOf(CHECKED);
    }

    @Test
    void noRowIsAcceptedWithAWarning() {
        assertThat(rows("| accepted with a warning: ")).isEmpty();
    }

    private static Stream<String> rows(String state) {
        return OptionReference.pages().entrySet().stream()
                .flatMap(page -> page.getValue()
                        .lines()
                        .filter(line -> line.startsWith("| `") && line.contains(state))
                        .map(line -> page.getKey() + " " + line.substring(3, line.indexOf('`', 3))))
                .sorted();
    }
}
