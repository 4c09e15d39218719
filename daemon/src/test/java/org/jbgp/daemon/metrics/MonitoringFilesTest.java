package org.jbgp.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules and dashboard know no metric or label that {@code docs/metrics.md} does not; that this page says what is so, is
 * the business of {@link MetricsPagesTest}, and {@code MonitoringIT} holds both files against a scrape.
 */
class MonitoringFilesTest {
    private static final Map<String, Set<String>> DOCUMENTED = documented();

    private static Map<String, Set<String>> documented() {
        Map<String, Set<String>> documented = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
                Matcher row =
                        Pattern.compile("\\| `(jbgp_\\w+)` \\|([^|]*)\\|.*").matcher(line);
                if (row.matches()) {
                    Set<String> labels = new HashSet<>();
                    Matcher label = Pattern.compile("`(\\w+)`").matcher(row.group(2));
                    while (label.find()) {
                        labels.add(label.group(1));
                    }
                    documented.put(row.group(1), labels);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return documented;
    }

    static List<MonitoringFiles.Expression> expressions() {
        return MonitoringFiles.expressions();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void asksForWhatIsDocumented(MonitoringFiles.Expression expression) {
        Set<String> labels = new HashSet<>();
        boolean own = true;
        for (MonitoringFiles.Selection selection : expression.selections()) {
            if (selection.metric().startsWith("jbgp_")) {
                assertThat(DOCUMENTED).containsKey(selection.metric());
                assertThat(DOCUMENTED.get(selection.metric()))
                        .containsAll(selection.labels().keySet());
                labels.addAll(DOCUMENTED.get(selection.metric()));
            } else {
                own = false;
            }
        }
        if (own) {
            assertThat(labels).containsAll(expression.otherLabels());
        }
    }

    @Test
    void noneIsForgotten() {
        assertThat(expressions()).hasSizeGreaterThan(40).allSatisfy(each -> {
            assertThat(each.selections().isEmpty())
                    .as(each.text())
                    .isEqualTo(each.text().startsWith("up{"));
        });
    }
}
