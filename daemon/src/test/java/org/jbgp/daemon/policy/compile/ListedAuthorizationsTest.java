package org.jbgp.daemon.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.policy.ValidityTables;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.policy.validity.RoaStore;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;

/** Authorizations of the file come and go with the protocol that lists them. */
class ListedAuthorizationsTest {
    private static final String ROAS = "route 10.1.0.0/16 max 24 as 65001; route 10.2.0.0/16 max 16 as 65002;";

    private final LiveValidity live = new LiveValidity();

    private static Configuration load(Dialect dialect, String text) {
        LoadResult result = ConfigurationLoader.loadText("t", text, Optional.of(dialect));
        assertThat(result.errors()).isEmpty();
        return result.configuration().orElseThrow();
    }

    private static Configuration load(String channel, String routes) {
        return load(
                Dialect.BIRD_2,
                "router id 1.2.3.4; roa4 table r4; aspa table at;\nprotocol static s { " + channel + " " + routes
                        + " }\n");
    }

    private static StaticConfig of(Configuration configuration) {
        return (StaticConfig) configuration.protocol("s").orElseThrow();
    }

    private ListedAuthorizations place(Configuration configuration) {
        return ListedAuthorizations.of(live, configuration, of(configuration));
    }

    private static boolean concerns(ChangedAuthorizations changed, long prefix) {
        return changed.complete().concerns(AddressFamily.IPV4_UNICAST, 0, prefix, 24, new byte[0], 0, 0);
    }

    private int check(long prefix, int length, int asn) {
        return live.roas("r4", true).check(0, prefix, length, asn);
    }

    @Test
    void tablesHoldWhatIsListed() {
        Configuration all = load("roa4 { table r4; };", ROAS);
        ListedAuthorizations place = place(all);

        ChangedAuthorizations appeared = place.list(of(all));
        assertThat(concerns(appeared, 0x0A010000)).isTrue();
        assertThat(concerns(appeared, 0x0A030000)).isFalse();
        assertThat(check(0x0A010000, 24, 65001)).isEqualTo(RoaStore.VALID);

        // The same again, as a reload of something else has it.
        assertThat(place.list(of(all)).isEmpty()).isTrue();

        ChangedAuthorizations less = place.list(of(load("roa4 { table r4; };", "route 10.1.0.0/16 max 24 as 65001;")));
        assertThat(concerns(less, 0x0A010000)).isFalse();
        assertThat(concerns(less, 0x0A020000)).isTrue();
        assertThat(check(0x0A020000, 16, 65002)).isEqualTo(RoaStore.UNKNOWN);

        ChangedAuthorizations gone = place.leave();
        assertThat(concerns(gone, 0x0A010000)).isTrue();
        assertThat(concerns(gone, 0x0A020000)).isFalse();
        assertThat(check(0x0A010000, 24, 65001)).isEqualTo(RoaStore.UNKNOWN);
        assertThat(place.count().shown()).isZero();
        assertThat(place.list(of(all)).isEmpty()).isFalse();
    }

    @Test
    void filtersOfTheChannelDecide() {
        Configuration some = load("roa4 { table r4; import keep filtered; import where net.asn = 65001; };", ROAS);
        ListedAuthorizations place = place(some);
        place.list(of(some));

        assertThat(check(0x0A020000, 16, 65002)).isEqualTo(RoaStore.UNKNOWN);
        assertThat(place.count()).isEqualTo(new ListedAuthorizations.Count(2, 1, 2, 1, 1));
        assertThat(concerns(place.list(of(load("roa4 { table r4; };", ROAS))), 0x0A020000))
                .isTrue();
    }

    @Test
    void whatSeveralSayGoesWithTheLast() {
        Configuration all = load("roa4 { table r4; };", ROAS);
        ListedAuthorizations one = place(all);
        ListedAuthorizations two = place(all);
        one.list(of(all));

        assertThat(two.list(of(all)).isEmpty()).isTrue();
        assertThat(one.count().best() + two.count().best()).isEqualTo(2);
        assertThat(one.leave().isEmpty()).isTrue();
        assertThat(two.count().best()).isEqualTo(2);
        assertThat(two.leave().isEmpty()).isFalse();
    }

    @Test
    void providersAddUp() {
        Configuration all = load("aspa { table at; };", "route aspa 1 providers 2; route aspa 1 providers 3;");
        ListedAuthorizations place = place(all);
        assertThat(place.list(of(all)).isEmpty()).isFalse();

        assertThat(live.aspas("at").provider(1, 2)).isTrue();
        assertThat(live.aspas("at").provider(1, 3)).isTrue();
        assertThat(place.leave().isEmpty()).isFalse();
        assertThat(live.aspas("at").attested(1)).isFalse();
    }

    @Test
    void anotherFilterCountsEachProviderListOnce() {
        Configuration all = load("aspa { table at; };", "route aspa 1 providers 2; route aspa 7 providers 2;");
        ListedAuthorizations place = place(all);
        place.list(of(all));

        place.list(of(load("aspa { table at; import none; };", "route aspa 1 providers 2; route aspa 7 providers 2;")));
        assertThat(place.count()).isEqualTo(new ListedAuthorizations.Count(2, 2, 2, 0, 0));
        assertThat(live.aspas("at").attested(1)).isFalse();
    }

    @Test
    void blocksOfTablesToo() {
        Configuration all = load(
                Dialect.BIRD_1_6_IPV4,
                "router id 1.2.3.4; roa table r { roa 10.1.0.0/16 max 24 as 65001; } protocol device { }\n");
        ListedAuthorizations place =
                ListedAuthorizations.of(live, all.table("r").orElseThrow());

        assertThat(concerns(place.list(all.table("r").orElseThrow()), 0x0A010000))
                .isTrue();
        assertThat(concerns(place.leave(), 0x0A010000)).isTrue();
    }

    @Test
    void thereIsAMost() {
        Configuration all = load("roa4 { table r4; };", ROAS);
        for (int i = 0; i < RoaStore.MOST_SOURCES; i++) {
            place(all).list(of(all));
        }

        assertThatThrownBy(() -> place(all).list(of(all)))
                .hasMessage("table r4 is fed by 32 protocols already, which is the most there can be");
    }

    /** What a filter is compiled with stays the same whatever the tables hold. */
    @Test
    void tablesOfTheSameNameAreEqual() {
        ValidityTables before = new ConfiguredValidity(load("roa4 { table r4; };", ROAS), live);

        assertThat(new ConfiguredValidity(load("roa4 { table r4; };", ""), live))
                .isEqualTo(before);
        assertThat(new ConfiguredValidity(load("roa4 { table r4; };", ""), new LiveValidity()))
                .isNotEqualTo(before);
    }
}
