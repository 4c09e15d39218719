package org.jbgp.config.options;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.bgp.BgpCapabilityOptions.RestartMode;
import org.jbgp.config.model.bgp.BgpNeighbor;
import org.jbgp.config.model.bgp.BgpRoleOptions;
import org.jbgp.config.model.bgp.PathCaps;
import org.jbgp.config.source.SourcePosition;

/** A BGP protocol while its options are read; a field that is null was not set. Units as in the model. */
final class BgpDraft extends ProtocolDraft {
    IpAddress localAddress;
    int localPort = 179;
    long localAs;
    IpAddress neighbor;
    IpPrefix neighborRange;
    String dynamicName = BgpNeighbor.DynamicNames.DEFAULT.prefix();
    int dynamicNameDigits = BgpNeighbor.DynamicNames.DEFAULT.digits();
    int neighborPort = 179;
    long neighborAs;
    BgpNeighbor.Kind neighborKind = BgpNeighbor.Kind.BY_NUMBER;
    String interfaceName;

    Integer multihop;
    boolean ttlSecurity;
    boolean passive;
    boolean strictBind;
    boolean freeBind;
    boolean onlink;
    String password;
    /** Whether {@code authentication md5} is there. */
    boolean md5;

    boolean setKey = true;
    Boolean checkLink;
    boolean bfd;
    long txSizeWarning;

    int hold = 240;
    int minHold;
    int startupHold = 240;
    int keepalive;
    int minKeepalive;
    int sendHold = -1;
    int connectDelay = 5;
    int connectRetry = 120;
    int errorWaitMin = 60;
    int errorWaitMax = 300;
    int errorForget = 300;

    long confederation;
    boolean confederationMember;
    boolean rrClient;
    IpAddress rrClusterId;
    boolean rsClient;
    BgpRoleOptions.LocalRole localRole;
    boolean requireRoles;

    int allowLocalAs;
    boolean allowBgpLocalPref;
    boolean allowBgpMed;
    boolean allowAsSets = true;
    int mostPathLength = PathCaps.NONE.asPathLength();
    int mostCommunities = PathCaps.NONE.communities();
    boolean enforceFirstAs;
    boolean pathMetric = true;
    boolean medMetric;
    boolean igpMetric = true;
    boolean preferOlder;
    boolean deterministicMed;
    long defaultMed;
    long defaultLocalPref = 100;
    boolean interpretCommunities = true;

    boolean capabilities = true;
    boolean as4 = true;
    boolean routeRefresh = true;
    boolean enhancedRouteRefresh = true;
    boolean extendedMessages;
    boolean advertiseHostname;
    RestartMode gracefulRestart = RestartMode.AWARE;
    int gracefulRestartTime = 120;
    int minGracefulRestartTime;
    int maxGracefulRestartTime = 4095;
    RestartMode longLivedGracefulRestart;
    long longLivedStaleTime = 3600;
    long minLongLivedStaleTime;
    long maxLongLivedStaleTime = (1 << 24) - 1;
    boolean requireAs4;
    boolean requireRouteRefresh;
    boolean requireEnhancedRouteRefresh;
    boolean requireExtendedMessages;
    boolean requireHostname;
    boolean requireGracefulRestart;
    boolean requireLongLivedGracefulRestart;
    boolean disableRx;

    boolean disableAfterError;
    int channelErrorWait = 120;
    Set<Integer> disableAfterCease = Set.of();

    BgpDraft(Context context, SourcePosition position) {
        super(context, position);
    }

    boolean isInternal() {
        return switch (neighborKind) {
            case BY_NUMBER -> neighborAs == localAs;
            case INTERNAL -> true;
            case EXTERNAL -> false;
        };
    }

    /** True for neighbors in our AS, or in our confederation. */
    boolean isInterior() {
        return isInternal() || confederationMember;
    }

    /** External neighbors are one hop away, internal ones may be anywhere, unless said otherwise. */
    int effectiveMultihop() {
        return Optional.ofNullable(multihop).orElse(isInternal() ? 64 : 0);
    }

    @Override
    List<StatementApplier.Scope<?>> scopes() {
        return List.of(
                new StatementApplier.Scope<>(BgpOptions.TABLE, this),
                new StatementApplier.Scope<>(CommonOptions.TABLE, this));
    }

    @Override
    List<StatementApplier.Scope<?>> channelScopes(ChannelDraft channel) {
        return List.of(
                new StatementApplier.Scope<>(BgpChannelRows.TABLE, channel),
                new StatementApplier.Scope<>(ChannelOptions.TABLE, channel));
    }
}
