package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.junit.jupiter.api.Test;

/** How many protocols may bring ROAs into one table. */
class RoaFeedsTest {
    private static LoadResult load(int statics) {
        String all = IntStream.rangeClosed(1, statics)
                .mapToObj(
                        i -> "protocol static s" + i + " { roa4 { table r; }; route 10.0.0.0/8 max 8 as " + i + "; }\n")
                .collect(Collectors.joining());
        return ConfigurationLoader.loadText(
                "t", "router id 1.2.3.4; roa4 table r; roa4 table other;\n" + all, Optional.of(Dialect.BIRD_2));
    }

    @Test
    void moreThanATableCanTellApartAreRefused() {
        assertThat(load(32).errors()).isEmpty();
        assertThat(load(34).errors())
                .map(Object::toString)
                .singleElement()
                .asString()
                .startsWith("t:34:")
                .endsWith("table r is fed by more than 32 protocols; put the routes of several static ones into one");
    }
}
