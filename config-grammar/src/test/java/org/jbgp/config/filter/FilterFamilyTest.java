package org.jbgp.config.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jbgp.config.filter.tree.FilterFamily;
import org.jbgp.config.filter.tree.FilterFamily.Place;
import org.jbgp.config.filter.tree.FilterFamily.Sought;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.Wide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which filters differ only in what they look for. */
class FilterFamilyTest {
    private static final String FUNCTIONS = """
            function announced(int peeras) {
                if (0, peeras) ~ bgp_community then return false;
                if (0, 65000) ~ bgp_community && !((65000, peeras) ~ bgp_community) then return false;
                return true;
            }
            function indirectly(int other) { return announced(other); }
            function assigning(int peeras) { peeras = peeras + 1; return (0, peeras) ~ bgp_community; }
            function counting(int peeras) { return peeras > 10; }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if !announced(%d) then reject; bgp_community.delete([(0,*)]); accept;",
                "if indirectly(%d) then accept; reject;",
                "if (0, %d) ~ bgp_community then reject; accept;",
                "if bgp_community ~ [(0, %d), (1, %d)] then reject; accept;",
                "if (1, 0, %d) ~ bgp_large_community then reject; accept;",
                "if bgp_large_community ~ [(1, 0, %d)] then reject; accept;",
                "if (rt, 1, %d) ~ bgp_ext_community then reject; accept;",
                "if %d ~ bgp_path then reject; accept;",
                "if bgp_path ~ [= * %d * =] then reject; accept;",
                "if bgp_path.first = %d then reject; accept;",
                "if bgp_path.last != %d then reject; accept;",
                "int peeras = %d; if (0, peeras) ~ bgp_community then reject; accept;",
                "bgp_community.delete((9, %d)); accept;",
                "bgp_community.add((65000, 7)); if (0, %d) ~ bgp_community then reject; accept;",
            })
    void differOnlyInWhatTheyLookFor(String body) {
        FilterFamily first = family(body, 100);
        FilterFamily second = family(body, 200);
        assertThat(first).isNotNull();
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.sought()).hasSameSizeAs(first.sought()).isNotEqualTo(first.sought());
        assertThat(family(body, 100).sought()).isEqualTo(first.sought());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if assigning(%d) then reject; accept;",
                "if counting(%d) then reject; accept;",
                "bgp_community.add((0, %d)); accept;",
                "if bgp_community ~ [(0, 0..%d)] then reject; accept;",
                "if bgp_path.len > %d then reject; accept;",
                "bgp_path.prepend(%d); accept;",
                "print %d; accept;",
                "case bgp_path.first { %d: reject; else: accept; }",
                "int peeras; peeras = 1; peeras = %d; if (0, peeras) ~ bgp_community then reject; accept;",
                "if bgp_med = %d then reject; accept;",
            })
    void differInMore(String body) {
        FilterFamily first = family(body, 100);
        FilterFamily second = family(body, 200);
        assertThat(first == null || !second.digest().equals(first.digest())).isTrue();
    }

    /** What stands in the list may be one of the values looked for, whatever the route had. */
    @Test
    void whatAFilterAddsIsKnownOrThereIsNoFamily() {
        assertThat(family("bgp_community.add((65000, 7)); if (0, %d) ~ bgp_community then reject; accept;", 1)
                        .added(Place.COMMUNITY))
                .containsExactly(Num.pair(65000, 7));
        assertThat(family("bgp_community.add((65000, bgp_med)); if (0, %d) ~ bgp_community then reject; accept;", 1))
                .isNull();
        assertThat(family("bgp_community.add((65000, bgp_med)); if (0, 1, %d) ~ bgp_large_community then accept;", 1))
                .isNotNull();
    }

    @Test
    void saysWhatIsLookedForInOrder() {
        assertThat(family("if !announced(%d) then reject; if (1, 0, 7) ~ bgp_large_community then accept;", 5)
                        .sought())
                .containsExactly(
                        new Sought(Place.COMMUNITY, Set.of(Num.pair(0, 5))),
                        new Sought(Place.COMMUNITY, Set.of(Num.pair(0, 65000))),
                        new Sought(Place.COMMUNITY, Set.of(Num.pair(65000, 5))),
                        new Sought(Place.LARGE_COMMUNITY, Set.of(Wide.largeCommunity(1, 0, 7))));
    }

    /** A pair with a number of more than 16 bits is an error whenever the filter runs, which others' is not. */
    @Test
    void whatIsAnErrorIsNotLookedFor() {
        String body = "if announced(%d) then accept; reject;";
        assertThat(family(body, 4_200_000_000L).digest())
                .isNotEqualTo(family(body, 100).digest());
    }

    private static FilterFamily family(String body, long number) {
        FilterSource source =
                FilterSource.of(FUNCTIONS + "filter f { " + body.replace("%d", Long.toString(number)) + " }");
        assertThat(source.errors()).isEmpty();
        return FilterFamily.of(source.language().filters().get("f"));
    }
}
