package org.jbgp.daemon.glass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a folder is called, it is not shown. */
class LinePlacesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/etc/jbgpd/rs.conf:7:3 reject | rs.conf:7:3 reject",
                "/a b/c:1/rs.conf:7:3 reject | rs.conf:7:3 reject",
                "/etc/rs:v2.conf:7:3 reject | rs:v2.conf:7:3 reject",
                "/rs.conf:7:3 net ~ [10.0.0.0/8] is true | rs.conf:7:3 net ~ [10.0.0.0/8] is true",
                "part/rs.conf:7:3 reject | part/rs.conf:7:3 reject",
                "by import filter a/b | by import filter a/b"
            })
    void fileLineAndColumn(String line, String shown) {
        assertThat(LinePlaces.withoutFolders(List.of(line))).containsExactly(shown);
    }
}
