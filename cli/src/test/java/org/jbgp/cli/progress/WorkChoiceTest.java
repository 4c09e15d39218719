package org.jbgp.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkChoiceTest {
    private static final List<String> ROWS = List.of(
            "recovery: up1  2 of 3 End-of-RIBs",
            "show route: master4  1 of 2 prefixes",
            "show route: master6  1 of 2 prefixes",
            "dump: master4  5 of 9 prefixes",
            "plan: routes  3 of 7 prefixes",
            "reading: /etc/x.conf  1.0 of 2.0 MB",
            "feed: up1.ipv4  5 of 9 prefixes");

    @ParameterizedTest
    @CsvSource({
        "show route count, show route: master6",
        "json show route where true, show route: master6",
        "configure plan \"f\" routes, plan: routes",
        "conf check, plan: routes",
        "mrt dump table master4 to \"x\", dump: master4",
        "dump routes, dump: master4"
    })
    void theNewestOfTheCommandsKind(String command, String work) {
        assertThat(WorkChoice.of(ROWS, command)).startsWith(work + "  ");
    }

    @Test
    void elseTheNewest() {
        assertThat(WorkChoice.of(ROWS.reversed().subList(0, 1), "configure")).startsWith("feed:");
        assertThat(WorkChoice.of(List.of(), "configure")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "79, plan: routes  412 of 1000 prefixes  41 %  about 3 s left",
        "40, plan: routes  41 %  about 3 s left",
        "30, plan: routes  41 %",
        "20, plan: routes  41 %",
        "17, plan: routes",
        "7, plan: r",
        "0, ''",
        "-1, ''"
    })
    void asMuchAsFits(int width, String line) {
        assertThat(WorkChoice.fit("plan: routes  412 of 1000 prefixes  41 %  about 3 s left", width))
                .isEqualTo(line);
    }
}
