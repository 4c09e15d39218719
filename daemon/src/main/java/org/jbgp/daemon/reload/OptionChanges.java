package org.jbgp.daemon.reload;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jbgp.config.model.FilterRef;
import org.jbgp.daemon.instance.FilterChanges;
import org.jbgp.daemon.instance.ReloadPlan.Action;

/**
 * Which options differ between two configurations of a protocol or a channel, and what a change of each asks for. What the
 * table does not name asks for a restart, so an option added to the model later is safe before it is fine.
 */
final class OptionChanges {
    /** What a changed option asks for. */
    enum Effect {
        /** Taken over under the running protocol. */
        LIVE,
        /** Received routes must go through the import filter again. */
        IMPORT,
        /** Announced routes must go through the export filter again. */
        EXPORT,
        /** Both. */
        BOTH,
        /** A new session, or the protocol stopped and started. */
        RESTART,
        /** {@code disabled}: see {@link Action#DISABLED}. */
        DISABLED
    }

    /**
     * One changed option.
     *
     * @param option its name in the file
     * @param effect what it asks for
     */
    record Change(String option, Effect effect) {}

    private record Rule(String option, Effect effect) {}

    /** By the way through the records. After BIRD's section on reconfiguration; where jbgpd needs less, it does less. */
    private static final Map<String, Rule> RULES = Map.ofEntries(
            rule("common.disabled", "disabled", Effect.DISABLED),
            rule("common.description", "description", Effect.LIVE),
            rule("common.debug", "debug", Effect.LIVE),
            rule("common.mrtdump", "mrtdump", Effect.LIVE),
            rule("transport.password", "password", Effect.LIVE),
            rule("transport.setKey", "setkey", Effect.LIVE),
            rule("transport.bfd", "bfd", Effect.LIVE),
            rule("transport.txSizeWarning", "tx size warning", Effect.LIVE),
            rule("timers.startupHold", "startup hold time", Effect.LIVE),
            rule("timers.minHold", "min hold time", Effect.LIVE),
            rule("timers.minKeepalive", "min keepalive time", Effect.LIVE),
            rule("timers.connectDelay", "connect delay time", Effect.LIVE),
            rule("timers.connectRetry", "connect retry time", Effect.LIVE),
            rule("timers.errorWaitMin", "error wait time", Effect.LIVE),
            rule("timers.errorWaitMax", "error wait time", Effect.LIVE),
            rule("timers.errorForget", "error forget time", Effect.LIVE),
            rule("errors.disableAfterError", "disable after error", Effect.LIVE),
            rule("errors.channelErrorWait", "channel error wait time", Effect.LIVE),
            rule("errors.disableAfterCease", "disable after cease", Effect.LIVE),
            rule("paths.interpretCommunities", "interpret communities", Effect.EXPORT),
            rule("importFilter", "import", Effect.IMPORT),
            rule("exportFilter", "export", Effect.EXPORT),
            rule("preference", "preference", Effect.IMPORT),
            rule("importKeepFiltered", "import keep filtered", Effect.LIVE),
            rule("receiveLimit", "receive limit", Effect.LIVE),
            rule("importLimit", "import limit", Effect.LIVE),
            rule("exportLimit", "export limit", Effect.LIVE),
            rule("debug", "debug", Effect.LIVE),
            rule("bgp.nextHopSelf", "next hop self", Effect.EXPORT),
            rule("bgp.nextHopKeep", "next hop keep", Effect.EXPORT),
            rule("bgp.nextHopAddress", "next hop address", Effect.EXPORT),
            rule("bgp.linkLocalFormat", "link local next hop format", Effect.EXPORT),
            rule("bgp.nextHopPrefer", "next hop prefer", Effect.IMPORT),
            rule("bgp.gateway", "gateway", Effect.IMPORT),
            rule("bgp.cost", "cost", Effect.IMPORT),
            rule("bgp.exportTable", "export table", Effect.LIVE),
            rule("bgp.aigp", "aigp", Effect.BOTH),
            rule("routes", "route", Effect.LIVE),
            rule("roas", "route", Effect.LIVE),
            rule("aspas", "route", Effect.LIVE),
            rule("scanTime", "scan time", Effect.LIVE),
            rule("persist", "persist", Effect.LIVE),
            rule("nextHopObjects", "next hop objects", Effect.LIVE),
            rule("gracefulRestart", "graceful restart", Effect.LIVE),
            rule("preferred", "interface", Effect.LIVE),
            // Names that differ from the record's.
            rule("local.address", "local", Effect.RESTART),
            rule("local.port", "local port", Effect.RESTART),
            rule("local.asn", "local as", Effect.RESTART),
            rule("neighbor.address", "neighbor", Effect.RESTART),
            rule("neighbor.range", "neighbor range", Effect.RESTART),
            rule("neighbor.port", "neighbor port", Effect.RESTART),
            rule("neighbor.asn", "neighbor as", Effect.RESTART),
            rule("neighbor.kind", "neighbor as", Effect.RESTART),
            rule("neighbor.interfaceName", "interface", Effect.RESTART),
            rule("timers.hold", "hold time", Effect.RESTART),
            rule("timers.keepalive", "keepalive time", Effect.RESTART),
            rule("timers.sendHold", "send hold time", Effect.RESTART),
            rule("paths.defaultMed", "default bgp_med", Effect.RESTART),
            rule("paths.defaultLocalPref", "default bgp_local_pref", Effect.RESTART),
            rule("paths.allowLocalAs", "allow local as", Effect.RESTART),
            rule("role.rrClient", "rr client", Effect.RESTART),
            rule("role.rrClusterId", "rr cluster id", Effect.RESTART),
            rule("role.rsClient", "rs client", Effect.RESTART),
            rule("capabilities.as4", "enable as4", Effect.RESTART),
            rule("capabilities.routeRefresh", "enable route refresh", Effect.RESTART));

    private OptionChanges() {}

    private static Map.Entry<String, Rule> rule(String path, String option, Effect effect) {
        return Map.entry(path, new Rule(option, effect));
    }

    /** The options that differ; both are of one class. Channels of protocols are left out. */
    static List<Change> between(Record former, Record next) {
        List<Change> changes = new ArrayList<>();
        compare("", former, next, changes);
        return changes;
    }

    private static void compare(String path, Object former, Object next, List<Change> changes) {
        if (former instanceof Optional<?> a && next instanceof Optional<?> b && a.isPresent() && b.isPresent()) {
            compare(path, a.get(), b.get(), changes);
        } else if (former instanceof FilterRef a && next instanceof FilterRef b) {
            if (!FilterChanges.same(a, b)) {
                add(path, changes);
            }
        } else if (Objects.equals(former, next)) {
            return;
        } else if (former instanceof Record a && next instanceof Record b && isGroup(path, a, b)) {
            components(path, a, b, changes);
        } else {
            add(path, changes);
        }
    }

    /** True for a record that bundles options, false for one that is the value of a single option. */
    private static boolean isGroup(String path, Record former, Record next) {
        return former.getClass() == next.getClass() && path.indexOf('.') < 0 && !RULES.containsKey(path);
    }

    private static void components(String path, Record former, Record next, List<Change> changes) {
        for (RecordComponent component : former.getClass().getRecordComponents()) {
            String name = component.getName();
            if (path.isEmpty() && (name.equals("channels") || name.equals("name"))) {
                continue;
            }
            try {
                compare(
                        path.isEmpty() ? name : path + "." + name,
                        component.getAccessor().invoke(former),
                        component.getAccessor().invoke(next),
                        changes);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
    }

    private static void add(String path, List<Change> changes) {
        Rule rule = RULES.get(path);
        Change change = rule == null
                ? new Change(words(path.substring(path.lastIndexOf('.') + 1)), Effect.RESTART)
                : new Change(rule.option(), rule.effect());
        if (!changes.contains(change)) {
            changes.add(change);
        }
    }

    /** {@code enforceFirstAs} as {@code enforce first as}. */
    private static String words(String component) {
        return component.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
