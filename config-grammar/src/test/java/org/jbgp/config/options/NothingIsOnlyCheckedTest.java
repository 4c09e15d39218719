package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An option works, or is refused with a reason: none is only checked, or accepted with a warning of what is lost. */
class NothingIsOnlyCheckedTest {
    @Test
    void noRowIsOnlyChecked() {
        assertThat(rows("| checked |")).isEmpty();
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
