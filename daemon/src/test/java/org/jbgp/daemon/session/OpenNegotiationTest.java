package org.jbgp.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions.AddPaths;
import org.jbgp.config.model.bgp.BgpChannelOptions.ExtendedNextHop;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.session.fsm.FsmFixture;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.Capability;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.jbgp.daemon.wire.open.PeerRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two OPENs lead to. */
class OpenNegotiationTest {

    private static Negotiated agreed(Consumer<NeighborSettingsBuilder> change, OpenMessage open) {
        OpenNegotiation.Outcome outcome = new OpenNegotiation(FsmFixture.settings(change)).negotiate(open);
        assertThat(outcome).isInstanceOf(OpenNegotiation.Agreed.class);
        return ((OpenNegotiation.Agreed) outcome).negotiated();
    }

    private static String refused(Consumer<NeighborSettingsBuilder> change, OpenMessage open) {
        OpenNegotiation.Outcome outcome = new OpenNegotiation(FsmFixture.settings(change)).negotiate(open);
        assertThat(outcome).isInstanceOf(OpenNegotiation.Refused.class);
        Notification notification = ((OpenNegotiation.Refused) outcome).notification();
        return notification.code() + "/" + notification.subcode() + ":"
                + HexFormat.of().formatHex(notification.data());
    }

    /** Ours, ours keepalive, ours send hold; the neighbor's; then hold, keepalive and send hold in force. */
    @ParameterizedTest
    @CsvSource({
        "240, 0,  -1, 90,    90, 30, 180",
        "90,  0,  -1, 240,   90, 30, 180",
        "240, 80, -1, 240,  240, 80, 480",
        "240, 80, -1, 60,    60, 20, 120", // scaled down with the hold time
        "240, 1,  -1, 3,      3,  1,   6", // never rounded to nothing
        "240, 0, 120, 120,  120, 40,  60",
        "240, 0,   0, 120,  120, 40,   0", // send hold off
        "0,   0,  -1, 90,     0,  0,   0", // no keepalives at all
        "90,  0,  -1, 0,      0,  0,   0",
        "65535, 0, -1, 65535, 65535, 21845, 131070",
    })
    void times(
            int hold, int keepalive, int sendHold, int peer, int inForce, int keepaliveInForce, int sendHoldInForce) {
        Negotiated negotiated = agreed(
                b -> b.timers(BgpTimers.DEFAULT.withHold(hold).withKeepalive(keepalive, sendHold)),
                FsmFixture.open(FsmFixture.PEER_AS, peer, FsmFixture.PEER_ID));
        assertThat(negotiated.holdTime()).isEqualTo(inForce);
        assertThat(negotiated.keepaliveTime()).isEqualTo(keepaliveInForce);
        assertThat(negotiated.sendHoldTime()).isEqualTo(sendHoldInForce);
    }

    @Test
    void minimumTimesAreKept() {
        BgpTimers minimum = BgpTimers.DEFAULT.withLeast(30, 0);
        assertThat(refused(b -> b.timers(minimum), FsmFixture.open(FsmFixture.PEER_AS, 29, FsmFixture.PEER_ID)))
                .isEqualTo("2/6:001d");
        assertThat(agreed(b -> b.timers(minimum), FsmFixture.open(FsmFixture.PEER_AS, 30, FsmFixture.PEER_ID))
                        .holdTime())
                .isEqualTo(30);
        BgpTimers minimumKeepalive = BgpTimers.DEFAULT.withLeast(0, 11);
        assertThat(refused(
                        b -> b.timers(minimumKeepalive), FsmFixture.open(FsmFixture.PEER_AS, 30, FsmFixture.PEER_ID)))
                .isEqualTo("2/6:001e");
    }

    /** RFC 4724 §3: only the last one counts. */
    @Test
    void ofSeveralRestartCapabilitiesTheLastCounts() {
        Capability.RestartFamily ipv4 = new Capability.RestartFamily(1, 1, true);
        OpenMessage open = OpenMessage.of(
                FsmFixture.PEER_AS,
                90,
                FsmFixture.PEER_ID,
                List.of(
                        new Capability.FourByteAs(FsmFixture.PEER_AS),
                        new Capability.GracefulRestart(true, false, 300, List.of(ipv4)),
                        new Capability.GracefulRestart(false, false, 20, List.of())));
        OfferedCapabilities offered = OfferedCapabilities.of(open);
        assertThat(offered.restartTime()).isEqualTo(20);
        assertThat(offered.restarting()).isFalse();
        assertThat(offered.restartable()).isEmpty();
        assertThat(offered.forwardingKept()).isEmpty();
    }

    /** A session that is renewed was no restart: forwarding went on, and the neighbor hears so (RFC 4724 §3). */
    @Test
    void aRenewedSessionSaysThatForwardingWasKept() {
        NeighborSettings settings = FsmFixture.settings(b -> b.offers(BgpCapability.GRACEFUL_RESTART)
                .family(
                        AddressFamily.IPV4_UNICAST,
                        NeighborSettingsBuilder.channel(
                                false, BgpChannelOptions.AddPaths.OFF, BgpChannelOptions.ExtendedNextHop.OFF, true)));
        assertThat(offered(settings).forwardingKept()).isEmpty();
        assertThat(offered(settings.renewed()).forwardingKept()).containsExactly(AddressFamily.IPV4_UNICAST);
        assertThat(offered(settings.renewed()).restarting()).isFalse();
    }

    private static OfferedCapabilities offered(NeighborSettings settings) {
        return OfferedCapabilities.of(new OpenNegotiation(settings).localOpen());
    }

    @Test
    void ownIdentifierIsRefusedWithinTheAs() {
        assertThat(refused(
                        b -> b.remoteAs(FsmFixture.LOCAL_AS),
                        FsmFixture.open(FsmFixture.LOCAL_AS, 90, FsmFixture.LOCAL_ID)))
                .isEqualTo("2/3:0a000001");
        // RFC 6286 §2.1: unique within an AS only
        assertThat(agreed(b -> {}, FsmFixture.open(FsmFixture.PEER_AS, 90, FsmFixture.LOCAL_ID))
                        .peerId())
                .isEqualTo(FsmFixture.LOCAL_ID);
    }

    @ParameterizedTest(name = "configured {0}, OPEN {1}, capability {2}")
    @CsvSource({
        "65002,  65002, 65002,  ok",
        "65002,  65002, ,       ok",
        "65002,  65003, 65003,  2/2:0000fdeb",
        "65002,  65003, ,       2/2:fdeb",
        "65002,  65003, 65002,  ok", // the capability counts
        "70000,  23456, 70000,  ok",
        "70000,  23456, ,       2/2:5ba0",
        "0,      65002, 65002,  ok", // any external neighbor
        "0,      65001, 65001,  2/2:0000fde9",
    })
    void peerAs(long configured, int as2, Long as4, String expected) {
        List<Capability> capabilities = as4 == null
                ? List.of(new Capability.MultiProtocol(AddressFamily.IPV4_UNICAST))
                : List.of(new Capability.MultiProtocol(AddressFamily.IPV4_UNICAST), new Capability.FourByteAs(as4));
        OpenMessage open = new OpenMessage(as2, 90, FsmFixture.PEER_ID, capabilities);
        if (expected.equals("ok")) {
            Negotiated negotiated = agreed(b -> b.remoteAs(configured), open);
            assertThat(negotiated.peerAs()).isEqualTo(as4 == null ? as2 : as4);
            assertThat(negotiated.fourByteAs()).isEqualTo(as4 != null);
        } else {
            assertThat(refused(b -> b.remoteAs(configured), open)).isEqualTo(expected);
        }
    }

    @Test
    void familiesAreWhatBothOffer() {
        Consumer<NeighborSettingsBuilder> both =
                b -> b.families(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST);
        assertThat(agreed(both, FsmFixture.goodOpen()).families()).containsOnlyKeys(AddressFamily.IPV4_UNICAST);
        OpenMessage none = new OpenMessage((int) FsmFixture.PEER_AS, 90, FsmFixture.PEER_ID, List.of());
        // RFC 4760 §8: silence means IPv4 unicast
        assertThat(agreed(both, none).families()).containsOnlyKeys(AddressFamily.IPV4_UNICAST);
    }

    /** {@code advertise ipv4 off} of BIRD 1.6; RFC 4760 §8: silence means IPv4 unicast, on our side too. */
    @Test
    void theIpv4FamilyNeedNotBeNamed() {
        Consumer<NeighborSettingsBuilder> silent = NeighborSettingsBuilder::withoutIpv4Capability;
        OpenMessage open = new OpenNegotiation(FsmFixture.settings(silent)).localOpen();

        assertThat(open.capability(Capability.MultiProtocol.class)).isNull();
        assertThat(open.capability(Capability.FourByteAs.class)).isNotNull();
        assertThat(agreed(silent, FsmFixture.goodOpen()).families()).containsOnlyKeys(AddressFamily.IPV4_UNICAST);
    }

    @Test
    void noCommonFamilyIsRefusedNamingOurs() {
        NeighborSettings six = FsmFixture.settings();
        NeighborSettings onlySix = new NeighborSettingsBuilder("six")
                .remoteAddress(six.remoteAddress())
                .localAs(six.localAs())
                .remoteAs(six.remoteAs())
                .routerId(six.routerId())
                .families(AddressFamily.IPV6_UNICAST)
                .build();
        OpenNegotiation.Outcome outcome = new OpenNegotiation(onlySix).negotiate(FsmFixture.goodOpen());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        OpenNegotiation.Refused.class,
                        refused -> assertThat(refused.notification())
                                .isEqualTo(new Notification(
                                        Notification.Kind.CAPABILITY_MISSING,
                                        HexFormat.of().parseHex("010400020001"))));
    }

    @Test
    void requiredFamilyIsRequired() {
        BgpChannelOptions required = NeighborSettingsBuilder.channel(true, AddPaths.OFF, ExtendedNextHop.OFF, false);
        assertThat(refused(b -> b.family(AddressFamily.IPV6_UNICAST, required), FsmFixture.goodOpen()))
                .isEqualTo("2/7:010400020001");
    }

    @Test
    void requiredCapabilitiesAreRequired() {
        BgpChannelOptions paths = NeighborSettingsBuilder.channel(
                false, new AddPaths(true, false, true), new ExtendedNextHop(true, true), false);
        assertThat(refused(
                        b -> b.offers(
                                        BgpCapability.FOUR_BYTE_AS,
                                        BgpCapability.ROUTE_REFRESH,
                                        BgpCapability.ENHANCED_ROUTE_REFRESH,
                                        BgpCapability.EXTENDED_MESSAGE,
                                        BgpCapability.GRACEFUL_RESTART,
                                        BgpCapability.LONG_LIVED_GRACEFUL_RESTART)
                                .requires(BgpCapability.values())
                                .family(AddressFamily.IPV4_UNICAST, paths),
                        FsmFixture.goodOpen()))
                .as("codes without values, in order")
                .isEqualTo("2/7:02000500060040004500460047004900");
    }

    /** Our role, whether the neighbor must have one, its roles; what the log says if the session is refused. */
    @ParameterizedTest
    @CsvSource({
        "PROVIDER,  false, 3,   ''",
        "CUSTOMER,  false, 0,   ''",
        "RS_SERVER, false, 2,   ''",
        "RS_CLIENT, true,  1,   ''",
        "PEER,      true,  4,   ''",
        "PEER,      true,  4 4, ''",
        "PEER,      false, '',  ''",
        ",          false, 3,   ''",
        ",          false, '',  ''",
        "PEER,      true,  '',  Role mismatch: the neighbor announces none",
        "PROVIDER,  false, 0,   'Role mismatch: the neighbor is provider, we are provider'",
        "PROVIDER,  false, 4,   'Role mismatch: the neighbor is peer, we are provider'",
        "RS_SERVER, false, 3,   'Role mismatch: the neighbor is customer, we are rs_server'",
        "RS_SERVER, false, 1,   'Role mismatch: the neighbor is rs_server, we are rs_server'",
        "CUSTOMER,  false, 9,   'Role mismatch: the neighbor is unknown role 9, we are customer'",
        ",          false, 255, 'Role mismatch: the neighbor is unknown role 255, we are none'",
        "PEER,      false, 4 3, Role mismatch: the neighbor announces several",
        ",          false, 4 3, Role mismatch: the neighbor announces several",
    })
    void rolesMustFit(PeerRole ours, boolean required, String theirs, String text) {
        Capability[] roles = theirs.isEmpty()
                ? new Capability[0]
                : Arrays.stream(theirs.split(" ", -1))
                        .map(role -> new Capability.Role(Integer.parseInt(role)))
                        .toArray(Capability[]::new);
        OpenNegotiation negotiation = new OpenNegotiation(FsmFixture.settings(b -> b.role(ours, required)));
        OpenMessage open = FsmFixture.open(FsmFixture.PEER_AS, 90, FsmFixture.PEER_ID, roles);
        if (text.isEmpty()) {
            assertThat(negotiation.negotiate(open)).isInstanceOf(OpenNegotiation.Agreed.class);
        } else {
            byte offered = roles.length == 0 ? -1 : (byte) ((Capability.Role) roles[0]).role();
            assertThat(negotiation.negotiate(open))
                    .as("the data are the role offered, 255 for none")
                    .isEqualTo(new OpenNegotiation.Refused(
                            new Notification(Notification.Kind.ROLE_MISMATCH, new byte[] {offered}), text));
        }
        Capability.Role announced = negotiation.localOpen().capability(Capability.Role.class);
        assertThat(announced).isEqualTo(ours == null ? null : new Capability.Role(ours.code()));
    }

    @Test
    void hostnameIsToldWithoutDomain() {
        OpenMessage open = new OpenNegotiation(
                        FsmFixture.settings(b -> b.offers(BgpCapability.FOUR_BYTE_AS, BgpCapability.HOSTNAME)
                                .hostname("pluto")))
                .localOpen();
        assertThat(open.capability(Capability.Hostname.class)).isEqualTo(new Capability.Hostname("pluto", ""));
        assertThat(OfferedCapabilities.of(open).hostname()).isEqualTo("pluto");
        OpenMessage rude = FsmFixture.open(
                FsmFixture.PEER_AS, 90, FsmFixture.PEER_ID, new Capability.Hostname("a\u001b[31m\nb", "c"));
        assertThat(OfferedCapabilities.of(rude).hostname()).isEqualTo("a [31m b");
    }

    @Test
    void featuresNeedBothSides() {
        Consumer<NeighborSettingsBuilder> all = b -> b.offers(
                        BgpCapability.FOUR_BYTE_AS,
                        BgpCapability.ROUTE_REFRESH,
                        BgpCapability.ENHANCED_ROUTE_REFRESH,
                        BgpCapability.EXTENDED_MESSAGE,
                        BgpCapability.GRACEFUL_RESTART)
                .family(
                        AddressFamily.IPV4_UNICAST,
                        NeighborSettingsBuilder.channel(
                                false, new AddPaths(true, true, false), new ExtendedNextHop(true, false), true));
        Negotiated plain = agreed(all, FsmFixture.goodOpen());
        assertThat(plain.extendedMessages()).isFalse();
        assertThat(plain.maxMessageLength()).isEqualTo(4096);
        assertThat(plain.enhancedRouteRefresh()).isFalse();
        assertThat(plain.gracefulRestartAware()).isFalse();
        assertThat(plain.family(AddressFamily.IPV4_UNICAST)).isEqualTo(FamilyNegotiated.PLAIN);

        Negotiated rich = agreed(
                all,
                FsmFixture.open(
                        FsmFixture.PEER_AS,
                        90,
                        FsmFixture.PEER_ID,
                        new Capability.Simple(CapabilityType.ROUTE_REFRESH),
                        new Capability.Simple(CapabilityType.ENHANCED_ROUTE_REFRESH),
                        new Capability.Simple(CapabilityType.EXTENDED_MESSAGE),
                        new Capability.AddPath(List.of(new Capability.AddPathFamily(1, 1, Capability.AddPath.SEND))),
                        new Capability.ExtendedNextHop(List.of(new Capability.NextHopFamily(1, 1, 2))),
                        new Capability.GracefulRestart(
                                true, false, 77, List.of(new Capability.RestartFamily(1, 1, true)))));
        assertThat(rich.maxMessageLength()).isEqualTo(65535);
        assertThat(rich.routeRefresh()).isTrue();
        assertThat(rich.enhancedRouteRefresh()).isTrue();
        assertThat(rich.peerRestarting()).isTrue();
        assertThat(rich.peerRestartTime()).isEqualTo(77);
        // the neighbor can only send several paths, so we only receive them
        assertThat(rich.family(AddressFamily.IPV4_UNICAST))
                .isEqualTo(new FamilyNegotiated(true, false, true, true, true, 0, false));
        assertThat(rich.encoding(false, false).families().addPathReceive()).containsExactly(AddressFamily.IPV4_UNICAST);
        assertThat(rich.encoding(false, false).families().addPathSend()).isEmpty();
    }

    @Test
    void ourOpenOffersWhatIsConfigured() {
        OpenMessage open = new OpenNegotiation(FsmFixture.settings(
                        b -> b.localAs(70000).families(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST)))
                .localOpen();
        assertThat(open.as2()).isEqualTo(AsPath.AS_TRANS);
        assertThat(open.holdTime()).isEqualTo(240);
        assertThat(open.capabilities())
                .containsExactly(
                        new Capability.MultiProtocol(AddressFamily.IPV4_UNICAST),
                        new Capability.MultiProtocol(AddressFamily.IPV6_UNICAST),
                        new Capability.Simple(CapabilityType.ROUTE_REFRESH),
                        new Capability.FourByteAs(70000),
                        new Capability.Simple(CapabilityType.ENHANCED_ROUTE_REFRESH));
        assertThat(new OpenNegotiation(FsmFixture.settings(
                                b -> b.offers(BgpCapability.values()).withoutCapabilities()))
                        .localOpen()
                        .capabilities())
                .isEmpty();
    }
}
